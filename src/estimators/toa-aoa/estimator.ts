/**
 * The plainest single-site fix: from the site, along the measured direction, for as long as the wave travelled.
 * Exact on a line of sight; behind an obstacle it finds the mirror image that the reflection shows. Of several sites
 * the one that hears the user best is asked.
 */
import { directionVector } from '../../channel/array.ts';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import type { Estimator } from '../estimator.ts';
import { createClassicalEstimator } from '../fitting/classical-estimator.ts';
import { servingSite } from '../links.ts';

/** position = site + c·τ·(cos φ cos θ, cos φ sin θ, sin φ). */
export function createToaAoa(): Estimator {
  return createClassicalEstimator((input, user) => {
    const serving = servingSite(input, user);
    if (serving < 0) return null;
    const { site, measurements } = input.links[serving];
    const range = SPEED_OF_LIGHT * measurements.delay[user];
    const direction = directionVector(measurements.azimuth[user], measurements.elevation[user]);
    return direction.map((component, axis) => site.position[axis] + range * component);
  });
}
