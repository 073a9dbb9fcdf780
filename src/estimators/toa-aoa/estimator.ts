/**
 * The plainest single-site fix: from the site, along the measured direction, for as long as the wave travelled.
 * Exact on a line of sight; behind an obstacle it finds the mirror image that the reflection shows. Of several sites
 * the one that hears the user best is asked.
 */
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import type { Estimator } from '../estimator.ts';
import { servingSite } from '../links.ts';

/** position = site + c·τ·(cos φ cos θ, cos φ sin θ, sin φ). */
export function createToaAoa(): Estimator {
  return {
    parameterCount: 0,
    flopCount: 0,
    estimate(input) {
      const positions = new Float32Array(input.count * 3).fill(NaN);
      for (let user = 0; user < input.count; user++) {
        const serving = servingSite(input, user);
        if (serving < 0) continue;
        const { site, measurements } = input.links[serving];
        const range = SPEED_OF_LIGHT * measurements.delay[user];
        const azimuth = measurements.azimuth[user];
        const elevation = measurements.elevation[user];
        positions[user * 3] = site.position[0] + range * Math.cos(elevation) * Math.cos(azimuth);
        positions[user * 3 + 1] = site.position[1] + range * Math.cos(elevation) * Math.sin(azimuth);
        positions[user * 3 + 2] = site.position[2] + range * Math.sin(elevation);
      }
      return Promise.resolve(positions);
    },
    dispose() {},
  };
}
