/** Gain against delay, one stem a path, coloured and dashed by what the path does in turn, from the foot to the tip. */
import type { ReactElement } from 'react';
import type { LinkView } from '../../engine/frontend.ts';
import { toDecibels } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { kindsOfPath, pathGain } from '../map/path-lines.ts';
import { css, PATH_STYLES } from '../styles/palette.ts';
import { niceTicks } from './axes.ts';
import styles from './figures.module.css';

/** What is drawn, and how large. */
export interface PathStemsProps {
  readonly paths: LinkView['paths'];
  readonly width: number;
  readonly height: number;
  /** True in large: with axes, and stems that can be pointed at. */
  readonly axes?: boolean;
}

/** Draws the stems. */
export function PathStems({ paths, width, height, axes = false }: PathStemsProps): ReactElement {
  const { store } = useLab();
  const theme = useLabState((state) => state.theme);
  const highlighted = useLabState((state) => state.highlightedPath);
  const margin = axes ? { left: 62, right: 12, top: 10, bottom: 36 } : { left: 6, right: 6, top: 6, bottom: 5 };
  const gains = Array.from({ length: paths.count }, (_, p) => toDecibels(pathGain(paths, p)));
  const nanoseconds = Array.from(paths.delays, (seconds) => seconds * 1e9);
  const high = gains.length > 0 ? Math.max(...gains) + 3 : 0;
  const low = gains.length > 0 ? Math.max(Math.min(...gains), high - 63) - 5 : -60;
  const [first, last] = gains.length > 0 ? [Math.min(...nanoseconds), Math.max(...nanoseconds)] : [0, 1];
  const pad = Math.max(4, 0.06 * (last - first));
  const x = (ns: number): number =>
    margin.left + ((ns - first + pad) / (last - first + 2 * pad)) * (width - margin.left - margin.right);
  const y = (db: number): number =>
    margin.top + ((high - Math.max(low, db)) / (high - low)) * (height - margin.top - margin.bottom);
  const base = height - margin.bottom;
  return (
    <svg
      className={styles.figure}
      viewBox={`0 0 ${width} ${height}`}
      role={axes ? 'img' : undefined}
      aria-hidden={axes ? undefined : true}
      aria-label={axes ? 'Gain in decibels of every path against its delay in nanoseconds' : undefined}
    >
      {axes &&
        niceTicks(low, high, 5).map((tick) => (
          <g key={tick}>
            <line className={styles.grid} x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} />
            <text className={styles.tick} x={margin.left - 7} y={y(tick) + 4} textAnchor="end">
              {String(tick).replace('-', '−')}
            </text>
          </g>
        ))}
      {axes &&
        niceTicks(first - pad, last + pad, 6).map((tick) => (
          <text key={tick} className={styles.tick} x={x(tick)} y={base + 16} textAnchor="middle">
            {tick}
          </text>
        ))}
      {axes && (
        <>
          <text className={styles.axis} x={(margin.left + width - margin.right) / 2} y={height - 4} textAnchor="middle">
            delay, ns
          </text>
          <text
            className={styles.axis}
            transform={`translate(12 ${(margin.top + base) / 2}) rotate(-90)`}
            textAnchor="middle"
          >
            gain, dB
          </text>
        </>
      )}
      <line className={styles.rule} x1={margin.left} x2={width - margin.right} y1={base} y2={base} />
      {gains.map((gain, p) => {
        const kinds = kindsOfPath(paths, p);
        const tip = kinds[kinds.length - 1];
        const piece = (base - y(gain)) / kinds.length;
        const faded = highlighted !== null && highlighted !== p;
        return (
          <g
            key={p}
            opacity={faded ? 0.3 : 1}
            onPointerEnter={axes ? () => store.setState({ highlightedPath: p }) : undefined}
            onPointerLeave={axes ? () => store.setState({ highlightedPath: null }) : undefined}
          >
            {axes && (
              <line
                x1={x(nanoseconds[p])}
                x2={x(nanoseconds[p])}
                y1={base}
                y2={margin.top}
                stroke="transparent"
                strokeWidth={9}
              />
            )}
            {kinds.map((kind, turn) => (
              <line
                key={turn}
                x1={x(nanoseconds[p])}
                x2={x(nanoseconds[p])}
                y1={base - turn * piece}
                y2={base - (turn + 1) * piece}
                stroke={css(PATH_STYLES[kind][theme])}
                strokeWidth={axes ? 2.5 : 2}
                strokeDasharray={kind === 'line of sight' || kind === 'reflection' ? undefined : '4 3'}
              />
            ))}
            <circle
              cx={x(nanoseconds[p])}
              cy={y(gain)}
              r={tip === 'line of sight' ? (axes ? 4.5 : 3.2) : axes ? 3 : 2}
              fill={css(PATH_STYLES[tip][theme])}
            />
          </g>
        );
      })}
    </svg>
  );
}
