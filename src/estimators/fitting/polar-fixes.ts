/** Fixes of single sites, and how well the other sites' delays agree with a position. */
import { directionVector } from '../../channel/array.ts';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import type { Vector3 } from '../../scene/scene.ts';
import type { Site } from '../../scene/sites.ts';
import type { SiteReports } from '../estimator.ts';
import { BEARING_DENSITY, lateDensity, normalDensity } from './detours.ts';

/** Standard deviation of ranges on a line of sight with its multipath, metres, and of directions likewise, radians. */
export const RANGE_DEVIATION = 1;
const ANGLE_DEVIATION = 0.05;

/** What one site alone makes of its report: from the site, along the direction, for as long as the wave travelled. */
export interface PolarFix {
  readonly point: Vector3;
  /** How far the point may be off, metres. */
  readonly deviation: number;
}

/** The fix of one site. */
export function polarFix({ site, measurements }: SiteReports, user: number): PolarFix {
  const { azimuth, elevation, delay } = measurements;
  const range = SPEED_OF_LIGHT * delay[user];
  const [x, y, z] = directionVector(azimuth[user], elevation[user]);
  const { position } = site;
  return {
    point: [position[0] + range * x, position[1] + range * y, position[2] + range * z],
    deviation: Math.hypot(RANGE_DEVIATION, ANGLE_DEVIATION * range),
  };
}

/**
 * Logarithm of the likelihood of first-path ranges at a position, each of a line of sight or of a detour (see
 * `findConsensus`).
 *
 * @param links sites that report the user
 * @param sight probability of a line of sight of each [sites]
 * @param deviation how far the position may be off, metres
 * @param except index of a site that is not asked
 */
export function rangeAgreement(
  links: readonly SiteReports[],
  user: number,
  sight: ArrayLike<number>,
  point: Vector3,
  deviation: number,
  except = -1,
): number {
  const scale = Math.hypot(RANGE_DEVIATION, deviation);
  let sum = 0;
  links.forEach(({ site, measurements }, index) => {
    if (index === except) return;
    const residual = SPEED_OF_LIGHT * measurements.firstDelay[user] - distanceTo(site, point);
    sum += Math.log(sight[index] * normalDensity(residual, scale) + (1 - sight[index]) * lateDensity(residual, scale));
  });
  return sum;
}

/** The same of bearings. */
export function bearingAgreement(
  links: readonly SiteReports[],
  user: number,
  sight: ArrayLike<number>,
  point: Vector3,
  deviation: number,
): number {
  let sum = 0;
  links.forEach(({ site, measurements }, index) => {
    const distance = Math.max(distanceTo(site, point), 1e-6);
    const bearing = directionVector(measurements.azimuth[user], measurements.elevation[user]);
    let along = 0;
    for (let axis = 0; axis < 3; axis++) along += (bearing[axis] * (point[axis] - site.position[axis])) / distance;
    const scale = Math.hypot(ANGLE_DEVIATION, deviation / distance);
    // Both angles across a direction together: the density over the sphere.
    const aligned = normalDensity(Math.acos(Math.min(1, Math.max(-1, along))), scale) * normalDensity(0, scale);
    sum += Math.log(sight[index] * aligned + (1 - sight[index]) * BEARING_DENSITY);
  });
  return sum;
}

function distanceTo({ position }: Site, point: Vector3): number {
  return Math.hypot(point[0] - position[0], point[1] - position[1], point[2] - position[2]);
}

/**
 * The site whose fix is the likeliest: it is in sight, and the ranges of the other sites agree with it.
 *
 * @returns index into `links`, which must not be empty
 */
export function choosePolarFix(links: readonly SiteReports[], user: number, sight: ArrayLike<number>): number {
  let best = 0;
  let highest = -Infinity;
  links.forEach((link, index) => {
    const { point, deviation } = polarFix(link, user);
    const score = Math.log(sight[index]) + rangeAgreement(links, user, sight, point, deviation, index);
    if (score <= highest) return;
    highest = score;
    best = index;
  });
  return best;
}
