/** Channel state information: magnitude and phase over antennas and tones, and one antenna's truth against its estimate. */
import { useMemo, useState, type ReactElement } from 'react';
import type { Inspection } from '../../engine/frontend.ts';
import { PLOT_THEMES, plotAxis, plotLayout } from '../charts/plot-theme.ts';
import { Plot } from '../charts/plot.tsx';
import { frequency, toDecibels } from '../format.ts';
import { useLabState } from '../lab-context.ts';
import { HeatMap } from './heat-map.tsx';
import { magnitudeImage, phaseImage } from './images.ts';
import { toneFrequencies } from './tones.ts';
import styles from './views.module.css';

type Csi = Inspection['csi'];

/** Magnitudes of one antenna, decibels. */
function magnitudesDb(channel: Float32Array, antenna: number, tones: number): Float64Array {
  return Float64Array.from({ length: tones }, (_, tone) => {
    const at = 2 * (antenna * tones + tone);
    return toDecibels(channel[at] ** 2 + channel[at + 1] ** 2);
  });
}

/** Pictures and chart. */
export function CsiView({ csi }: { readonly csi: Csi }): ReactElement {
  const theme = useLabState((state) => state.theme);
  const [chosen, setChosen] = useState(0);
  const antenna = Math.min(chosen, csi.antennas - 1);
  const magnitude = useMemo(() => magnitudeImage(csi.estimate, csi.antennas, csi.tones), [csi]);
  const phase = useMemo(() => phaseImage(csi.estimate, csi.antennas, csi.tones), [csi]);
  const chart = useMemo(() => {
    const colours = PLOT_THEMES[theme];
    const megahertz = toneFrequencies(csi.tones, csi.toneSpacing).map((hertz) => hertz / 1e6);
    const trace = (name: string, channel: Float32Array, line: object): object => ({
      type: 'scatter',
      mode: 'lines',
      name,
      x: megahertz,
      y: magnitudesDb(channel, antenna, csi.tones),
      line,
      hovertemplate: `${name}: %{y:.1f} dB at %{x:.1f} MHz<extra></extra>`,
    });
    return {
      data: [
        trace('least-squares estimate', csi.estimate, { color: '#e69f00', width: 1 }),
        trace('channel without noise', csi.channel, { color: colours.truth, width: 1.75 }),
      ],
      layout: plotLayout(colours, {
        margin: { l: 48, r: 8, t: 6, b: 38 },
        xaxis: plotAxis(colours, 'frequency from the carrier, MHz'),
        yaxis: plotAxis(colours, 'magnitude, dB', { nticks: 5 }),
      }),
    };
  }, [csi, antenna, theme]);
  const span = frequency(csi.tones * csi.toneSpacing);
  return (
    <>
      <div className={styles.figure}>
        <h3 className={styles.heading}>
          Magnitude <span className={styles.note}>linear, over its maximum; least-squares estimate</span>
        </h3>
        <div className={styles.heat}>
          <HeatMap image={magnitude} label={`Channel magnitude of ${csi.antennas} antennas over ${csi.tones} tones`} />
        </div>
        <p className={styles.caption}>
          <span>antennas 0 to {csi.antennas - 1}, downwards</span>
          <span>
            {csi.tones} tones over {span} →
          </span>
        </p>
      </div>
      <div className={styles.figure}>
        <h3 className={styles.heading}>
          Phase <span className={styles.note}>−180° dark to 180° bright</span>
        </h3>
        <div className={styles.heat}>
          <HeatMap image={phase} label={`Channel phase of ${csi.antennas} antennas over ${csi.tones} tones`} />
        </div>
      </div>
      <div className={styles.figure}>
        <h3 className={styles.heading}>
          Antenna {antenna}
          <span className={styles.note}>
            <span className={styles.key}>
              <span style={{ color: '#e69f00' }}>━</span> estimate
            </span>{' '}
            <span className={styles.key}>
              <span>━</span> truth
            </span>
          </span>
          <label className={styles.antenna}>
            antenna
            <input
              type="range"
              min={0}
              max={csi.antennas - 1}
              value={antenna}
              aria-label="Antenna"
              onChange={(event) => setChosen(Number(event.target.value))}
            />
          </label>
        </h3>
        <Plot
          data={chart.data}
          layout={chart.layout}
          label={`Channel magnitude of antenna ${antenna} in decibels over frequency, with and without noise`}
          height={220}
        />
      </div>
    </>
  );
}
