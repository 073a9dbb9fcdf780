/** What the site measured beside what was true: five values, the power delay profile and the MUSIC spectrum. */
import { useMemo, type ReactElement } from 'react';
import type { Inspection } from '../../engine/frontend.ts';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import { PLOT_THEMES, plotAxis, plotLayout } from '../charts/plot-theme.ts';
import { Plot } from '../charts/plot.tsx';
import { fixed, toDecibels, toDegrees } from '../format.ts';
import { useLabState } from '../lab-context.ts';
import { angleDifference } from './angles.ts';
import { cutDelayWindow, PROFILE_FLOOR_DB } from './delay-window.ts';
import { SpectrumFigure } from './spectrum.tsx';
import { ValueTable, type ValueRow } from './value-table.tsx';
import styles from './views.module.css';
import { shownLink } from '../state/shown-link.ts';

type View = NonNullable<Inspection['measurement']>;

/** Rows of the table: what, its unit, how to read it, decimals, what the error means, and how it is reckoned. */
function rowsOf(view: View): ValueRow[] {
  const row = (
    name: string,
    unit: string,
    { measured, truth }: { readonly measured: number; readonly truth: number },
    read: (value: number) => number,
    decimals: number,
    extra: (difference: number) => string = () => '',
    subtract = (value: number, from: number): number => read(value) - read(from),
  ): ValueRow => ({
    key: name,
    head: `${name}, ${unit}`,
    cells: [
      fixed(read(measured), decimals),
      fixed(read(truth), decimals),
      fixed(subtract(measured, truth), decimals) + extra(measured - truth),
    ],
  });
  return [
    row('SNR', 'dB', view.snr, toDecibels, 1),
    row('path gain', 'dB', view.power, toDecibels, 1),
    row(
      'time of arrival',
      'ns',
      view.delay,
      (value) => value * 1e9,
      2,
      (difference) => ` (${fixed(difference * SPEED_OF_LIGHT, 2)}\u00a0m)`,
    ),
    row('azimuth', '°', view.azimuth, toDegrees, 2, undefined, (value, from) =>
      toDegrees(angleDifference(value, from)),
    ),
    row('elevation', '°', view.elevation, toDegrees, 2),
  ];
}

/** Table, profile and spectrum. */
export function MeasurementView({ view }: { readonly view: View }): ReactElement {
  const theme = useLabState((state) => state.theme);
  const delays = useLabState(({ inspection }) => inspection && shownLink(inspection).paths.delays);
  const chart = useMemo(() => {
    const colours = PLOT_THEMES[theme];
    const around = [view.delay.measured, view.delay.truth, ...(delays ?? [])];
    const { nanoseconds, decibels } = cutDelayWindow(
      view.powerDelayProfile,
      view.binWidth,
      Math.min(...around),
      Math.max(...around),
    );
    const mark = (name: string, seconds: number, line: object, symbol: string, y: number): object => ({
      type: 'scatter',
      mode: 'lines+markers',
      name,
      x: [seconds * 1e9, seconds * 1e9],
      y: [-PROFILE_FLOOR_DB, y],
      line,
      marker: { symbol, size: [0, 9] },
      hovertemplate: `${name}: ${fixed(seconds * 1e9, 2)} ns<extra></extra>`,
    });
    return {
      data: [
        {
          type: 'scatter',
          mode: 'lines',
          x: nanoseconds,
          y: decibels,
          fill: 'tozeroy',
          fillcolor: 'rgba(0,0,0,0)',
          line: { color: theme === 'dark' ? '#56b4e9' : '#0072b2', width: 1.75 },
          hovertemplate: '%{y:.1f} dB at %{x:.1f} ns<extra></extra>',
        },
        mark(
          'true delay of the strongest path',
          view.delay.truth,
          { color: colours.truth, width: 1.5, dash: 'dot' },
          'cross-thin-open',
          4,
        ),
        mark('measured time of arrival', view.delay.measured, { color: '#e69f00', width: 1.75 }, 'circle-open', 1.5),
      ],
      layout: plotLayout(colours, {
        margin: { l: 48, r: 8, t: 8, b: 38 },
        xaxis: plotAxis(colours, 'delay, ns'),
        yaxis: plotAxis(colours, 'power under the peak, dB', { range: [-PROFILE_FLOOR_DB, 7], nticks: 6 }),
      }),
    };
  }, [view, theme, delays]);

  return (
    <>
      <ValueTable corner="value" columns={['measured', 'truth', 'error']} rows={rowsOf(view)} />
      <div className={styles.figure}>
        <h3 className={styles.heading}>
          Power delay profile
          <span className={styles.legend}>
            <span className={styles.key}>
              <span style={{ color: '#e69f00' }}>○</span> measured
            </span>
            <span className={styles.key}>
              <span>┄</span> truth
            </span>
          </span>
        </h3>
        <Plot
          data={chart.data}
          layout={chart.layout}
          label="Power delay profile in decibels with the measured and the true delay"
          height={210}
        />
      </div>
      <div className={styles.figure}>
        <h3 className={styles.heading}>
          MUSIC spectrum
          <span className={styles.legend}>
            <span className={styles.key}>
              <span style={{ color: '#d97c1e' }}>○</span> measured
            </span>
            <span className={styles.key}>
              <span>+</span> truth
            </span>
          </span>
        </h3>
        <SpectrumFigure view={view} width={560} height={270} />
      </div>
    </>
  );
}
