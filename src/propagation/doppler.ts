/** Doppler shifts of a moving user. */
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import type { Vector3 } from '../scene/scene.ts';
import type { PathTable } from './path-table.ts';

/**
 * The Doppler shift of every path of a link whose user moves while the site and all that the rays meet stand still:
 * f·(v·r̂)/c with r̂ from the user towards where the ray comes from. Points of reflection and diffraction move with the
 * user, but by Fermat's principle that changes no path's length to first order.
 *
 * @param paths of one link
 * @param velocity of the user, metres per second
 * @param frequency of the carrier, hertz
 * @returns shifts [count], hertz; positive where the way gets shorter
 */
export function dopplerShifts(paths: PathTable, velocity: Vector3, frequency: number): Float64Array {
  const { arrivalAzimuths, arrivalElevations } = paths;
  return Float64Array.from({ length: paths.count }, (_, p) => {
    const level = Math.cos(arrivalElevations[p]);
    const approach =
      velocity[0] * level * Math.cos(arrivalAzimuths[p]) +
      velocity[1] * level * Math.sin(arrivalAzimuths[p]) +
      velocity[2] * Math.sin(arrivalElevations[p]);
    return (frequency * approach) / SPEED_OF_LIGHT;
  });
}
