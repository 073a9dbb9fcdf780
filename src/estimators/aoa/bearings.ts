/** Bearings from several sites as a problem of fitting a position. */
import { solveWeightedLeastSquares } from '../../numerics/symmetric-solve.ts';
import type { Vector3 } from '../../scene/scene.ts';
import { BEARING_DENSITY } from '../fitting/detours.ts';
import type { FixProblem } from '../fitting/fix-problem.ts';

/** Radians. On a line of sight an 8×8 panel is good to half a degree, a twentieth of its beam. */
const SCALE_FLOOR = 0.01;

/**
 * Two residuals a site: the parts of the direction from site to user across the measured bearing, level and upright.
 * They are the angle between both, without a jump at ±π and without a pole at the zenith; an azimuth error counts as
 * cos(elevation) times itself, as it does on the sphere. Their least squares is the maximum likelihood of small errors
 * (Gavish and Weiss 1992, IEEE Trans. Aerosp. Electron. Syst. 28(3), 817–828, there in the plane).
 *
 * @param positions of the sites [S], metres
 * @param bearings unit vectors [S]
 * @param sight see `FixProblem` [S]
 */
export function bearingProblem(
  positions: readonly Vector3[],
  bearings: readonly Vector3[],
  sight: ArrayLike<number>,
): FixProblem {
  const tangents = bearings.map(tangentsOf);
  return {
    sites: positions.length,
    rows: 2,
    unknowns: 3,
    minimumSites: 2,
    sight,
    scaleFloor: SCALE_FLOOR,
    detour: () => BEARING_DENSITY,
    starts: (subset) => meetRays(positions, bearings, subset),
    linearise(state, residuals, jacobian) {
      positions.forEach((position, site) => {
        const offset = [state[0] - position[0], state[1] - position[1], state[2] - position[2]] as const;
        const distance = Math.max(Math.sqrt(dot(offset, offset)), 1e-12);
        const behind = dot(bearings[site], offset) <= 0;
        tangents[site].forEach((tangent, side) => {
          const row = 2 * site + side;
          const across = dot(tangent, offset) / distance;
          residuals[row] = behind ? Infinity : -across;
          for (let axis = 0; axis < 3; axis++) {
            jacobian[3 * row + axis] = (tangent[axis] - (across * offset[axis]) / distance) / distance;
          }
        });
      });
    },
  };
}

/** Unit vectors across a direction: level (towards growing azimuth), and upright. */
function tangentsOf([x, y, z]: Vector3): readonly [Vector3, Vector3] {
  const horizontal = Math.hypot(x, y);
  // Straight up there is no level direction of its own; any will do.
  const level: Vector3 = horizontal > 1e-12 ? [-y / horizontal, x / horizontal, 0] : [0, 1, 0];
  return [level, [-z * level[1], z * level[0], x * level[1] - y * level[0]]];
}

/** The point with the least sum of squared distances to the rays' lines: Σ(I − uuᵀ)(x − p) = 0. */
function meetRays(
  positions: readonly Vector3[],
  bearings: readonly Vector3[],
  subset: readonly number[],
): readonly Float64Array[] {
  const rows: number[] = [];
  const values: number[] = [];
  for (const site of subset) {
    for (const tangent of tangentsOf(bearings[site])) {
      rows.push(...tangent);
      values.push(dot(tangent, positions[site]));
    }
  }
  const weights = values.map(() => 1);
  const meeting = solveWeightedLeastSquares(rows, values, weights, 3);
  return meeting ? [meeting] : [];
}

function dot(a: Vector3, b: Vector3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
