/** Outlines of the estimators' markers, shared by map, chips, table and charts. */
import type { Shape } from './palette.ts';

/** Corners around the origin, within one unit, y down. */
export const SHAPE_OUTLINES: Readonly<Record<Shape, readonly (readonly [number, number])[]>> = {
  diamond: [
    [0, -1],
    [0.86, 0],
    [0, 1],
    [-0.86, 0],
  ],
  square: [
    [-0.76, -0.76],
    [0.76, -0.76],
    [0.76, 0.76],
    [-0.76, 0.76],
  ],
  triangle: [
    [0, -0.94],
    [0.96, 0.72],
    [-0.96, 0.72],
  ],
  hexagon: Array.from({ length: 6 }, (_, k) => [Math.cos((k * Math.PI) / 3), Math.sin((k * Math.PI) / 3)] as const),
  cross: [
    [-0.32, -0.95],
    [0.32, -0.95],
    [0.32, -0.32],
    [0.95, -0.32],
    [0.95, 0.32],
    [0.32, 0.32],
    [0.32, 0.95],
    [-0.32, 0.95],
    [-0.32, 0.32],
    [-0.95, 0.32],
    [-0.95, -0.32],
    [-0.32, -0.32],
  ],
};

/** Names of the same shapes in plotly. */
export const PLOTLY_SYMBOLS: Readonly<Record<Shape, string>> = {
  diamond: 'diamond',
  square: 'square',
  triangle: 'triangle-up',
  hexagon: 'hexagon',
  cross: 'cross',
};

/** The outline as an SVG path, scaled. */
export function shapePath(shape: Shape, radius: number, x = 0, y = 0): string {
  const points = SHAPE_OUTLINES[shape].map(
    ([dx, dy]) => `${(x + radius * dx).toFixed(2)} ${(y + radius * dy).toFixed(2)}`,
  );
  return `M${points.join('L')}Z`;
}
