/** Where somebody is among the known places that look most alike. */
import type { Neighbour } from '../wknn/neighbours.ts';

/** Unlikeness below which two places look the same, metres. */
const SAME = 0.1;

/** A neighbour this far from where the others are, metres, counts half: another street may look like this one. */
const ASTRAY = 1.5;
const ROUNDS = 3;

/**
 * Where the neighbours are, the more alike the more, and those least that are far from the others.
 *
 * @param positions of all places [places, 2], metres
 * @param nearest at least one, by how unlike it is
 * @returns metres
 */
export function placeAmong(positions: Float32Array, nearest: readonly Neighbour[]): [x: number, y: number] {
  const alike = nearest.map(({ squared: unlike }) => Math.max(unlike, SAME) ** -4);
  let at: [x: number, y: number] | null = null;
  for (let round = 0; round <= ROUNDS; round++) {
    let [x, y, total] = [0, 0, 0];
    for (const [i, { place }] of nearest.entries()) {
      const [px, py] = positions.subarray(2 * place, 2 * place + 2);
      const away: number = at ? Math.hypot(px - at[0], py - at[1]) : 0;
      const weight = alike[i] / (1 + (away / ASTRAY) ** 2);
      x += weight * px;
      y += weight * py;
      total += weight;
    }
    at = [x / total, y / total];
  }
  return at ?? [NaN, NaN];
}
