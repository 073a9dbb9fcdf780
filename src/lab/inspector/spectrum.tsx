/** The MUSIC spectrum with the measured direction and the true one. */
import { useMemo, type ReactElement } from 'react';
import type { Inspection } from '../../engine/frontend.ts';
import { toDegrees } from '../format.ts';
import { angleDifference } from './angles.ts';
import { niceTicks } from './axes.ts';
import styles from './figures.module.css';
import { HeatMap } from './heat-map.tsx';
import { spectrumImage } from './images.ts';

type Measurement = NonNullable<Inspection['measurement']>;

/** Place of a direction on the picture, as fractions from the left and from the top. */
function placeOf(view: Measurement, azimuth: number, elevation: number): readonly [number, number] {
  const range = (axis: Float32Array): readonly [number, number] => [Math.min(...axis), Math.max(...axis)];
  const [left, right] = range(view.spectrumAzimuths);
  const [bottom, top] = range(view.spectrumElevations);
  const middle = (left + right) / 2; // the axis may leave (−π, π], a direction does not
  return [0.5 + angleDifference(azimuth, middle) / (right - left), (top - elevation) / (top - bottom)];
}

/** Crosshair for truth, ring for the measurement; both rimmed so that they show on any colour. */
function Marks({ view, scale }: { readonly view: Measurement; readonly scale: number }): ReactElement {
  const truth = placeOf(view, view.azimuth.truth, view.elevation.truth);
  const measured = placeOf(view, view.azimuth.measured, view.elevation.measured);
  const arm = 5 * scale;
  return (
    <svg className={styles.overlay} aria-hidden>
      <svg x={`${100 * truth[0]}%`} y={`${100 * truth[1]}%`} overflow="visible">
        <path d={`M${-arm} 0H${arm}M0 ${-arm}V${arm}`} stroke="#00142e" strokeWidth={4} />
        <path d={`M${-arm} 0H${arm}M0 ${-arm}V${arm}`} stroke="#ffffff" strokeWidth={1.75} />
      </svg>
      <svg x={`${100 * measured[0]}%`} y={`${100 * measured[1]}%`} overflow="visible">
        <circle r={arm + 2} fill="none" stroke="#00142e" strokeWidth={3.5} />
        <circle r={arm + 2} fill="none" stroke="#ff9a3d" strokeWidth={1.75} />
      </svg>
    </svg>
  );
}

/** The small spectrum of the rail. */
export function SpectrumThumbnail({ view }: { readonly view: Measurement }): ReactElement {
  const image = useMemo(() => spectrumImage(view), [view]);
  return (
    <div className={styles.stretched}>
      <HeatMap image={image} />
      <Marks view={view} scale={0.8} />
    </div>
  );
}

/** The large spectrum with axes in degrees. */
export function SpectrumFigure({
  view,
  width,
  height,
}: {
  readonly view: Measurement;
  readonly width: number;
  readonly height: number;
}): ReactElement {
  const image = useMemo(() => spectrumImage(view), [view]);
  const margin = { left: 46, right: 10, top: 8, bottom: 36 };
  const azimuths = Array.from(view.spectrumAzimuths, toDegrees);
  const elevations = Array.from(view.spectrumElevations, toDegrees);
  const [left, right] = [Math.min(...azimuths), Math.max(...azimuths)];
  const [bottom, top] = [Math.min(...elevations), Math.max(...elevations)];
  const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const text = (value: number): string => `${String(value).replace('-', '−')}°`;
  return (
    <svg
      className={styles.figure}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label="MUSIC spectrum over azimuth and elevation in degrees, with the measured direction as a ring and the true one as a cross"
    >
      <foreignObject x={margin.left} y={margin.top} width={inner.width} height={inner.height}>
        <div className={styles.stretched}>
          <HeatMap image={image} />
          <Marks view={view} scale={1.3} />
        </div>
      </foreignObject>
      {niceTicks(left, right, 6).map((tick) => (
        <text
          key={tick}
          className={styles.tick}
          x={margin.left + ((tick - left) / (right - left)) * inner.width}
          y={height - 20}
          textAnchor="middle"
        >
          {text(tick)}
        </text>
      ))}
      {niceTicks(bottom, top, 4).map((tick) => (
        <text
          key={tick}
          className={styles.tick}
          x={margin.left - 7}
          y={margin.top + ((top - tick) / (top - bottom)) * inner.height + 4}
          textAnchor="end"
        >
          {text(tick)}
        </text>
      ))}
      <text className={styles.axis} x={margin.left + inner.width / 2} y={height - 3} textAnchor="middle">
        azimuth, counter-clockwise from east
      </text>
      <text
        className={styles.axis}
        transform={`translate(11 ${margin.top + inner.height / 2}) rotate(-90)`}
        textAnchor="middle"
      >
        elevation
      </text>
    </svg>
  );
}
