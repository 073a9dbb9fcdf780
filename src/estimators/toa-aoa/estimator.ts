/**
 * The plainest single-site fix: from the site, along the measured direction, for as long as the wave travelled.
 * Exact on a line of sight; behind an obstacle it finds the mirror image that the reflection shows.
 */
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import type { Estimator } from '../estimator.ts';

/** position = site + c·τ·(cos φ cos θ, cos φ sin θ, sin φ). */
export function createToaAoa(): Estimator {
  return {
    parameterCount: 0,
    flopCount: 0,
    estimate({ measurements, site }) {
      const positions = new Float32Array(measurements.count * 3);
      for (let i = 0; i < measurements.count; i++) {
        const range = SPEED_OF_LIGHT * measurements.delay[i];
        const azimuth = measurements.azimuth[i];
        const elevation = measurements.elevation[i];
        positions[i * 3] = site.position[0] + range * Math.cos(elevation) * Math.cos(azimuth);
        positions[i * 3 + 1] = site.position[1] + range * Math.cos(elevation) * Math.sin(azimuth);
        positions[i * 3 + 2] = site.position[2] + range * Math.sin(elevation);
      }
      return Promise.resolve(positions);
    },
    dispose() {},
  };
}
