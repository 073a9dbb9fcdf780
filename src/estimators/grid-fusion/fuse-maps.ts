/** The product of the sites' maps, and what a user's position is by it. */
import type { CellGrid } from './grid.ts';

/**
 * Multiplies the maps of the sites that hear a user.
 *
 * @param logits of the sites [sites, cells]
 * @param heard which sites count
 * @returns probabilities [cells], their sum one; null where no site hears the user
 */
export function fuseMaps(logits: Float32Array, heard: readonly boolean[], cells: number): Float64Array | null {
  if (!heard.some(Boolean)) return null;
  const sum = new Float64Array(cells);
  heard.forEach((is, site) => {
    // The normalisation of one map moves all of its cells alike, and is made up for at the end.
    if (is) for (let cell = 0; cell < cells; cell++) sum[cell] += logits[site * cells + cell];
  });
  const most = sum.reduce((a, b) => Math.max(a, b), -Infinity);
  const probabilities = sum.map((value) => Math.exp(value - most));
  const total = probabilities.reduce((a, b) => a + b, 0);
  return probabilities.map((value) => value / total);
}

/** Cells whose middles are this far from the likeliest one, in pitches, count to the position. */
const AROUND = 1.6;

/** Middle of the probability around the likeliest cell, metres: finer than the grid, and true to one peak of several. */
export function peakOf(
  probabilities: Float64Array,
  centres: Float64Array,
  { pitch }: CellGrid,
): [x: number, y: number] {
  const best = probabilities.indexOf(probabilities.reduce((a, b) => Math.max(a, b), 0));
  const [bx, by] = [centres[2 * best], centres[2 * best + 1]];
  let [x, y, total] = [0, 0, 0];
  probabilities.forEach((probability, cell) => {
    const [dx, dy] = [centres[2 * cell] - bx, centres[2 * cell + 1] - by];
    if (Math.hypot(dx, dy) > AROUND * pitch) return;
    x += probability * dx;
    y += probability * dy;
    total += probability;
  });
  return [bx + x / total, by + y / total];
}
