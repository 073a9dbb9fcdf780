/** Where a report says the user is: the point that its delay and direction show from the site, and back. */
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { RAW_FEATURE_COUNT } from './positional-encoding.ts';

/**
 * The apparent position, site + c·τ·direction. On a line of sight it is the user; after a specular reflection it is the
 * user's mirror image, which moves rigidly with the user for as long as the path stays the same.
 *
 * @param raw [count, 5] raw features (angles in radians, delay in nanoseconds)
 * @param origin the site's position, metres
 * @returns positions [count, 3], metres
 */
export function apparentPositions(raw: Float64Array, origin: readonly [number, number, number]): Float64Array {
  const count = raw.length / RAW_FEATURE_COUNT;
  const positions = new Float64Array(count * 3);
  for (let i = 0; i < count; i++) {
    const azimuth = raw[i * 5 + 1];
    const elevation = raw[i * 5 + 2];
    const range = SPEED_OF_LIGHT * raw[i * 5 + 3] * 1e-9;
    positions[i * 3] = origin[0] + range * Math.cos(elevation) * Math.cos(azimuth);
    positions[i * 3 + 1] = origin[1] + range * Math.cos(elevation) * Math.sin(azimuth);
    positions[i * 3 + 2] = origin[2] + range * Math.sin(elevation);
  }
  return positions;
}

/** Azimuth (rad), elevation (rad) and delay (ns) under which the site would see a point. */
export function polarOf(
  point: readonly [number, number, number],
  origin: readonly [number, number, number],
): [azimuth: number, elevation: number, delayNs: number] {
  const x = point[0] - origin[0];
  const y = point[1] - origin[1];
  const z = point[2] - origin[2];
  const range = Math.hypot(x, y, z);
  return [Math.atan2(y, x), range > 0 ? Math.asin(z / range) : 0, (range / SPEED_OF_LIGHT) * 1e9];
}
