/** Reports of made-up users at made-up sites, for tests of the classical estimators. */
import { completeTable } from '../../measurement/testing/tables.ts';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import type { RandomGenerator } from '../../numerics/random.ts';
import { invertSymmetric } from '../../numerics/symmetric-solve.ts';
import type { Vector3 } from '../../scene/scene.ts';
import type { Site } from '../../scene/sites.ts';
import type { EstimatorInput } from '../estimator.ts';

/** A site at a point; the panel plays no part in a report. */
export function siteAtPoint(position: Vector3): Site {
  return {
    name: `Site at ${position.join(', ')}`,
    position,
    orientation: { azimuth: 0, elevation: 0 },
    panel: { rows: 8, columns: 8, spacing: 0.5, pattern: 'iso' },
  };
}

/** Five sites around six hundred metres of city, 15 to 45 m high. */
export const CITY_SITES: readonly Site[] = (
  [
    [-280, -260, 25],
    [270, -240, 45],
    [290, 250, 15],
    [-250, 280, 35],
    [20, 10, 30],
  ] as const
).map(siteAtPoint);

/** Errors that are added to perfect reports; none by default. */
export interface ReportErrors {
  readonly random?: RandomGenerator;
  /** Standard deviation of ranges, metres. */
  readonly range?: number;
  /** Standard deviation of directions along each of the two axes across them, radians. */
  readonly angle?: number;
  /** What happens to single sites on top: extra range (m) and azimuth (rad). */
  readonly outliers?: readonly { readonly site: number; readonly range: number; readonly azimuth: number }[];
}

/** Reports of all users by all sites, at an SNR that falls with the square of the distance. */
export function reportsOf(
  users: readonly Vector3[],
  sites: readonly Site[],
  errors: ReportErrors = {},
): EstimatorInput {
  const { random, range = 0, angle = 0, outliers = [] } = errors;
  const count = users.length;
  const links = sites.map((site, index) => {
    const column = (): Float64Array => new Float64Array(count);
    const measurements = completeTable({
      count,
      snr: column(),
      azimuth: column(),
      elevation: column(),
      delay: column(),
      power: column(),
    });
    const outlier = outliers.find((candidate) => candidate.site === index);
    users.forEach(([x, y, z], user) => {
      const [east, north, up] = [x - site.position[0], y - site.position[1], z - site.position[2]];
      const distance = Math.hypot(east, north, up);
      const noise = (deviation: number): number => (random ? deviation * random.normal() : 0);
      const elevation = Math.asin(up / distance);
      measurements.delay[user] = (distance + noise(range) + (outlier?.range ?? 0)) / SPEED_OF_LIGHT;
      measurements.azimuth[user] =
        Math.atan2(north, east) + noise(angle) / Math.cos(elevation) + (outlier?.azimuth ?? 0);
      measurements.elevation[user] = elevation + noise(angle);
      measurements.power[user] = (0.007 / distance) ** 2;
      measurements.snr[user] = measurements.power[user] * 1e10;
    });
    return { site, measurements: { ...measurements, firstDelay: measurements.delay.slice() } };
  });
  return { count, links, heights: Float64Array.from(users, ([, , z]) => z) };
}

/** Which measurement model a bound is for. */
export type BoundModel = 'toa' | 'tdoa' | 'aoa';

/**
 * Cramér–Rao bound on the root mean square position error of unbiased estimators under normal errors of one size
 * (Kay 1993, eq. 3.31, with Jacobians by central differences so that nothing is shared with the estimators).
 *
 * @param deviation metres, or radians for 'aoa'
 */
export function cramerRaoBound(model: BoundModel, user: Vector3, sites: readonly Site[], deviation: number): number {
  const values = (position: readonly number[], offset: number): number[] =>
    sites.flatMap(({ position: [x, y, z] }) => {
      const [east, north, up] = [position[0] - x, position[1] - y, position[2] - z];
      const distance = Math.hypot(east, north, up);
      if (model !== 'aoa') return [distance + offset];
      const level = Math.hypot(user[0] - x, user[1] - y) / Math.hypot(user[0] - x, user[1] - y, user[2] - z);
      return [Math.atan2(north, east) * level, Math.asin(up / distance)];
    });
  const unknowns = model === 'toa' ? 2 : 3;
  const h = 1e-3;
  const slopes = Array.from({ length: unknowns }, (_, parameter) => {
    const at = (sign: number): number[] => {
      const position = [...user];
      if (model === 'tdoa' && parameter === 2) return values(position, sign * h);
      position[parameter] += sign * h;
      return values(position, 0);
    };
    const [ahead, behind] = [at(1), at(-1)];
    return ahead.map((value, i) => (value - behind[i]) / (2 * h));
  });
  const information = Float64Array.from({ length: unknowns ** 2 }, (_, at) => {
    const [a, b] = [slopes[Math.floor(at / unknowns)], slopes[at % unknowns]];
    return a.reduce((sum, value, i) => sum + value * b[i], 0) / deviation ** 2;
  });
  const covariance = invertSymmetric(information, unknowns);
  if (!covariance) return Infinity;
  const dimensions = model === 'aoa' ? 3 : 2;
  let trace = 0;
  for (let i = 0; i < dimensions; i++) trace += covariance[i * unknowns + i];
  return Math.sqrt(trace);
}

/** Root mean square distance between estimates [n, 3] and one truth over the first coordinates. */
export function rootMeanSquareError(estimates: Float32Array, truth: Vector3, dimensions: 2 | 3): number {
  let sum = 0;
  for (let row = 0; row < estimates.length; row += 3) {
    for (let axis = 0; axis < dimensions; axis++) sum += (estimates[row + axis] - truth[axis]) ** 2;
  }
  return Math.sqrt(sum / (estimates.length / 3));
}
