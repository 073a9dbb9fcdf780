/** Where circles meet, in closed form. */
import { solveWeightedLeastSquares } from '../../numerics/symmetric-solve.ts';
import type { Vector3 } from '../../scene/scene.ts';

/**
 * Where circles around sites meet in the horizontal plane of the user.
 *
 * Two circles: both points, or the one between them where they do not meet. More: linear least squares on differences of
 * squared ranges; from d_s² = ‖x − x_s‖² subtract the equation of the first site, and x² cancels (Sayed, Tarighat and
 * Khajehnouri 2005, Network-based wireless location, IEEE Signal Process. Mag. 22(4), eq. 12).
 *
 * @param positions of the sites, metres
 * @param ranges to each, metres
 * @param height of the user, metres
 * @returns points [x, y]; none for sites above one another, or for three and more in one vertical plane, where the mirrored
 *   user would do as well
 */
export function intersectCircles(
  positions: readonly Vector3[],
  ranges: readonly number[],
  height: number,
): readonly Float64Array[] {
  const squares = positions.map((position, s) => ranges[s] ** 2 - (height - position[2]) ** 2);
  return positions.length === 2 ? intersectTwo(positions, squares) : intersectMany(positions, squares);
}

function intersectTwo([[x0, y0], [x1, y1]]: readonly Vector3[], squares: readonly number[]): readonly Float64Array[] {
  const east = x1 - x0;
  const north = y1 - y0;
  const apart = east ** 2 + north ** 2;
  if (!(apart > 1e-12)) return [];
  // Along the line between the sites and across it, as shares of their distance.
  const along = (squares[0] - squares[1] + apart) / (2 * apart);
  const across = Math.sqrt(Math.max(0, squares[0] / apart - along ** 2));
  const sides = across > 0 ? [across, -across] : [0];
  return sides.map((side) => Float64Array.of(x0 + along * east - side * north, y0 + along * north + side * east));
}

function intersectMany(positions: readonly Vector3[], squares: readonly number[]): readonly Float64Array[] {
  const [x0, y0] = positions[0];
  const rows: number[] = [];
  const values: number[] = [];
  for (let s = 1; s < positions.length; s++) {
    const east = positions[s][0] - x0;
    const north = positions[s][1] - y0;
    rows.push(2 * east, 2 * north);
    values.push(east ** 2 + north ** 2 + squares[0] - squares[s]);
  }
  const weights = values.map(() => 1);
  const offset = solveWeightedLeastSquares(rows, values, weights, 2);
  return offset ? [Float64Array.of(x0 + offset[0], y0 + offset[1])] : [];
}
