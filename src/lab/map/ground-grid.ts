/** The grid on the ground, and the metres along its rims. */
import { fixed } from '../format.ts';
import type { LineSet } from './line-set.ts';
import type { Bounds } from './ray-plane.ts';

/** Distance between grid lines that gives a scene of this extent some ten to twenty of them, metres: 1, 2, 5, 10 … */
export function gridSpacing(extent: number): number {
  const rough = extent / 16;
  const decade = 10 ** Math.floor(Math.log10(rough));
  const leading = rough / decade;
  return decade * (leading <= 1 ? 1 : leading <= 2 ? 2 : leading <= 5 ? 5 : 10);
}

/** Lines of the floor grid; `strong` marks every second one and the rim. */
export function buildGrid(bounds: Bounds): LineSet & { readonly spacing: number; readonly strong: Uint8Array } {
  const { minimum, maximum } = bounds;
  const spacing = gridSpacing(Math.max(maximum[0] - minimum[0], maximum[1] - minimum[1]));
  const z = minimum[2] + 0.01;
  const sources: number[] = [];
  const targets: number[] = [];
  const strong: number[] = [];
  for (const axis of [0, 1] as const) {
    const other = axis === 0 ? 1 : 0;
    const first = Math.ceil(minimum[axis] / spacing - 1e-9);
    const last = Math.floor(maximum[axis] / spacing + 1e-9);
    for (let step = first; step <= last; step++) {
      const value = step * spacing;
      const source = [0, 0, z];
      const target = [0, 0, z];
      source[axis] = target[axis] = value;
      source[other] = minimum[other];
      target[other] = maximum[other];
      sources.push(...source);
      targets.push(...target);
      const rim = Math.abs(value - minimum[axis]) < 1e-6 || Math.abs(value - maximum[axis]) < 1e-6;
      strong.push(rim || step % 2 === 0 ? 1 : 0);
    }
  }
  return {
    count: strong.length,
    spacing,
    sources: Float32Array.from(sources),
    targets: Float32Array.from(targets),
    strong: Uint8Array.from(strong),
  };
}

/** A number on the rim of the floor. */
export interface AxisLabel {
  readonly text: string;
  readonly position: readonly [number, number, number];
}

/** Metres along the south and east rims, every second grid line; the last of each says the unit and the direction. */
export function buildAxisLabels(bounds: Bounds, spacing: number): AxisLabel[] {
  const { minimum, maximum } = bounds;
  const gap = 0.45 * spacing;
  const labels: AxisLabel[] = [];
  for (const axis of [0, 1] as const) {
    const step = 2 * spacing;
    const first = Math.ceil(minimum[axis] / step - 1e-9);
    const last = Math.floor(maximum[axis] / step + 1e-9);
    // The corner where both axes end belongs to the first.
    for (let k = first + axis; k <= last; k++) {
      const value = k * step;
      const name = k === last ? ` m ${axis === 0 ? 'E' : 'N'}` : '';
      labels.push({
        text: `${fixed(value, Number.isInteger(value) ? 0 : 1)}${name}`,
        position: axis === 0 ? [value, minimum[1] - gap, minimum[2]] : [maximum[0] + gap, value, minimum[2]],
      });
    }
  }
  return labels;
}
