/** Truth and estimates from above, with rings that say how far, and the limit in its true size. */
import type { ReactElement } from 'react';
import type { Inspection, UserLimit } from '../../engine/frontend.ts';
import { ELLIPSE_SCALE } from '../comparison/limit-ellipse.ts';
import { shapePath } from '../styles/marker-shapes.ts';
import { css, estimatorStyle } from '../styles/palette.ts';
import { niceAbove } from './axes.ts';
import styles from './figures.module.css';

/** What is drawn, and how large. */
export interface EstimatePlanProps {
  readonly inspection: Inspection;
  readonly ids: readonly string[];
  /** The limit for this user; null where it is not known. */
  readonly limit: UserLimit | null;
  readonly width: number;
  readonly height: number;
  /** True in large: with words. */
  readonly labelled?: boolean;
}

/** Draws the plan; north is up. */
export function EstimatePlan({
  inspection,
  ids,
  limit,
  width,
  height,
  labelled = false,
}: EstimatePlanProps): ReactElement {
  const fixes: Readonly<Record<string, { readonly position: readonly [number, number, number] } | undefined>> =
    inspection.fixes;
  const [tx, ty] = inspection.position;
  const found = ids.flatMap((id) => {
    const fix = fixes[id];
    return fix ? [{ id, dx: fix.position[0] - tx, dy: fix.position[1] - ty }] : [];
  });
  const furthest = Math.max(0.05, ...found.map(({ dx, dy }) => Math.hypot(dx, dy)));
  const outer = niceAbove(furthest * 1.05);
  const radius = Math.min(width, height) / 2 - (labelled ? 26 : 7);
  const scale = radius / outer;
  const cx = width / 2;
  const cy = height / 2;
  const size = labelled ? 8 : 5;
  return (
    <svg
      className={styles.figure}
      viewBox={`0 0 ${width} ${height}`}
      role={labelled ? 'img' : undefined}
      aria-hidden={labelled ? undefined : true}
      aria-label={
        labelled ? `Truth and estimates from above; the outer ring is ${outer} m wide around truth` : undefined
      }
    >
      {[1, 0.5].map((share) => (
        <g key={share}>
          <circle
            cx={cx}
            cy={cy}
            r={radius * share}
            fill="none"
            className={styles.grid}
            strokeDasharray={share === 1 ? undefined : '3 3'}
          />
          {(share === 1 || labelled) && (
            <text className={styles.tick} x={cx + radius * share * 0.72 + 5} y={cy + radius * share * 0.72 + 9}>
              {Number((outer * share).toPrecision(3))} m
            </text>
          )}
        </g>
      ))}
      {labelled && (
        <>
          <text className={styles.axis} x={cx} y={cy - radius - 8} textAnchor="middle">
            north
          </text>
          <text className={styles.axis} x={cx + radius + 8} y={cy + 4}>
            east
          </text>
        </>
      )}
      {limit?.user === inspection.user && limit.together.kind === 'bound' && (
        <ellipse
          cx={cx}
          cy={cy}
          rx={scale * ELLIPSE_SCALE * limit.together.ellipse.semiMajor}
          ry={scale * ELLIPSE_SCALE * limit.together.ellipse.semiMinor}
          transform={`rotate(${(-limit.together.ellipse.azimuth * 180) / Math.PI} ${cx} ${cy})`}
          fill="none"
          stroke="var(--truth)"
          strokeDasharray="3 2"
        />
      )}
      {found.map(({ id, dx, dy }) => (
        <line
          key={id}
          x1={cx}
          y1={cy}
          x2={cx + scale * dx}
          y2={cy - scale * dy}
          stroke={css(estimatorStyle(id).colour)}
          strokeWidth={1.5}
          opacity={0.8}
        />
      ))}
      <circle cx={cx} cy={cy} r={labelled ? 5.5 : 4} fill="var(--truth)" stroke="var(--truth-rim)" />
      {found.map(({ id, dx, dy }) => (
        <path
          key={id}
          d={shapePath(estimatorStyle(id).shape, size, cx + scale * dx, cy - scale * dy)}
          fill={css(estimatorStyle(id).colour)}
          stroke="var(--panel-solid)"
          strokeWidth={1}
        />
      ))}
    </svg>
  );
}
