/** Which way the edge runs that a path is diffracted at: a path table keeps the point, not the edge. */
import type { EdgeTable } from '../../propagation/edges.ts';

/** A point of diffraction may lie this far from its edge, metres; imported vertices are single precision. */
const TOLERANCE = 0.01;

/**
 * Finds the direction of the edge through a point of diffraction.
 *
 * @param point where the ray bends [3], metres
 * @param before unit direction of travel towards it [3]
 * @param after unit direction of travel from it [3]
 * @returns unit vector [3], or null where there is no edge
 */
export type EdgeFinder = (point: Float64Array, before: Float64Array, after: Float64Array) => Float64Array | null;

/** A finder among the edges of a scene; where several meet, the one whose Keller cone the ray lies on best is taken. */
export function createEdgeFinder({ count, starts, directions, lengths }: EdgeTable): EdgeFinder {
  return (point, before, after) => {
    let best = -1;
    let bestMismatch = Infinity;
    for (let edge = 0; edge < count; edge++) {
      const e = 3 * edge;
      const east = point[0] - starts[e];
      const north = point[1] - starts[e + 1];
      const up = point[2] - starts[e + 2];
      const along = east * directions[e] + north * directions[e + 1] + up * directions[e + 2];
      if (along < -TOLERANCE || along > lengths[edge] + TOLERANCE) continue;
      const squared = east * east + north * north + up * up - along * along;
      if (squared > TOLERANCE * TOLERANCE) continue;
      let mismatch = 0;
      for (let axis = 0; axis < 3; axis++) mismatch += (after[axis] - before[axis]) * directions[e + axis];
      if (Math.abs(mismatch) < bestMismatch) {
        bestMismatch = Math.abs(mismatch);
        best = edge;
      }
    }
    return best < 0 ? null : directions.subarray(3 * best, 3 * best + 3);
  };
}
