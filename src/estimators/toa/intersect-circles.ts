/** Where circles meet, in closed form. */
import { solveWeightedLeastSquares } from '../../numerics/symmetric-solve.ts';
import type { Vector3 } from '../../scene/scene.ts';

/**
 * Linear least squares on differences of squared ranges: from d_s² = ‖x − x_s‖² subtract the equation of the first site,
 * and x² cancels (Sayed, Tarighat, Khajehnouri 2005, Network-based wireless location, eq. 12).
 *
 * @param positions of the sites, metres
 * @param ranges to each, metres
 * @param height of the user, metres
 * @returns [x, y], or null for sites in one vertical plane, where the mirrored user would do as well
 */
export function intersectCircles(
  positions: readonly Vector3[],
  ranges: readonly number[],
  height: number,
): Float64Array | null {
  const [x0, y0] = positions[0];
  const horizontalSquared = (s: number): number => ranges[s] ** 2 - (height - positions[s][2]) ** 2;
  const rows: number[] = [];
  const values: number[] = [];
  for (let s = 1; s < positions.length; s++) {
    const east = positions[s][0] - x0;
    const north = positions[s][1] - y0;
    rows.push(2 * east, 2 * north);
    values.push(east ** 2 + north ** 2 + horizontalSquared(0) - horizontalSquared(s));
  }
  const weights = values.map(() => 1);
  const offset = solveWeightedLeastSquares(rows, values, weights, 2);
  return offset && Float64Array.of(x0 + offset[0], y0 + offset[1]);
}
