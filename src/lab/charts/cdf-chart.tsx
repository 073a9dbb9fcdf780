/** The error curves with what a pointer does on them: choose a user, or look at the users of some errors. */
import { useEffect, useMemo, useRef, type ReactElement } from 'react';
import type { ErrorRange } from '../comparison/error-range.ts';
import { fineMetres, metres } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { createPace } from '../state/pace.ts';
import { buildCdf } from './cdf.ts';
import styles from './cdf-chart.module.css';
import { buildCdfFigure, CDF_MARGIN, type CdfCurve, type CdfFigure } from './cdf-figure.ts';
import { createCdfPointer, partOf } from './cdf-pointer.ts';
import { PLOT_THEMES, type PlotTheme } from './plot-theme.ts';
import { Plot } from './plot.tsx';
import { useErrorLines, useLimitErrors } from './use-error-lines.ts';

/** Least time between two ranges that a pull hands to the map, milliseconds. */
const PULL_MILLISECONDS = 60;

/** The curves of the estimators in use and of the bound. */
export function useCdfCurves(): {
  readonly curves: readonly CdfCurve[];
  readonly figure: (theme: PlotTheme) => CdfFigure;
} {
  const lines = useErrorLines();
  const limits = useLimitErrors();
  return useMemo(() => {
    const curves = lines.map(({ estimator, errors, users, metrics }) => ({
      id: estimator.id,
      title: estimator.title,
      line: buildCdf(errors, users),
      median: metrics.median_m,
      p90: metrics.p90_m,
    }));
    const bound = limits.length > 0 ? buildCdf(limits) : null;
    return { curves, figure: (theme: PlotTheme) => buildCdfFigure(curves, bound, theme) };
  }, [lines, limits]);
}

/** @param height CSS height */
export function CdfChart({ height }: { readonly height: number | string }): ReactElement {
  const lab = useLab();
  const theme = useLabState((state) => state.theme);
  const growing = useLabState((state) => state.phase === 'running');
  const range = useLabState((state) => state.errorRange);
  const { curves, figure } = useCdfCurves();
  const chart = useMemo(() => figure(PLOT_THEMES[theme]), [figure, theme]);
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef({ chart, curves });
  useEffect(() => {
    latest.current = { chart, curves };
  }, [chart, curves]);

  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    let wanted: ErrorRange | null = null;
    const pace = createPace(() => lab.store.setState({ errorRange: wanted }), PULL_MILLISECONDS, PULL_MILLISECONDS);
    const pointer = createCdfPointer(
      () => {
        const { chart: shown, curves: seen } = latest.current;
        const frame = { width: element.clientWidth, height: element.clientHeight, decades: shown.decades };
        return { frame, lines: seen.map(({ line }) => line) };
      },
      {
        choose: (user) => lab.selectUser(user),
        show: (range) => {
          wanted = range;
          pace.request();
        },
        settle: (range) => {
          wanted = range;
          pace.now();
        },
      },
    );
    const takeAway = (): void => {
      pointer.cancel();
      pace.cancel();
    };
    // Who shows all users again while a pull goes on means that pull too: no range may come after.
    const endByKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') takeAway();
    };
    window.addEventListener('keydown', endByKey, { capture: true });
    const placeOf = ({ clientX, clientY }: PointerEvent): [number, number] => {
      const { left, top } = element.getBoundingClientRect();
      return [clientX - left, clientY - top];
    };
    const handlers: readonly [string, (event: PointerEvent) => void][] = [
      [
        'pointerdown',
        (event) => {
          if (event.button !== 0) return;
          element.setPointerCapture(event.pointerId);
          pointer.down(...placeOf(event));
        },
      ],
      ['pointermove', (event) => pointer.move(placeOf(event)[0])],
      ['pointerup', (event) => pointer.up(...placeOf(event))],
      ['pointercancel', takeAway],
    ];
    for (const [name, handler] of handlers) element.addEventListener(name, handler as EventListener);
    return () => {
      pace.cancel();
      window.removeEventListener('keydown', endByKey, { capture: true });
      for (const [name, handler] of handlers) element.removeEventListener(name, handler as EventListener);
    };
  }, [lab]);

  const along = (part: number): string =>
    `calc(${CDF_MARGIN.left}px + ${part.toFixed(4)} * (100% - ${CDF_MARGIN.left + CDF_MARGIN.right}px))`;
  const described = curves.map(
    ({ title, median, p90 }) =>
      `${title}: median ${metres(median ?? Infinity)}, 90 % within ${metres(p90 ?? Infinity)}`,
  );
  return (
    <div
      ref={box}
      className={styles.box}
      title="Press a curve to choose the user whose error it is; pull along it to look at the users of some errors only"
    >
      <Plot
        data={chart.data}
        layout={chart.layout}
        label={`Distribution of errors. ${described.join('; ')}`}
        height={height}
        growing={growing}
      />
      {range && (
        <div
          className={styles.range}
          title={`Errors from ${fineMetres(range.low)} to ${fineMetres(range.high)}`}
          style={{
            left: along(partOf(chart.decades, range.low)),
            right: `calc(100% - ${along(partOf(chart.decades, range.high))})`,
            top: CDF_MARGIN.top,
            bottom: CDF_MARGIN.bottom,
          }}
        />
      )}
    </div>
  );
}
