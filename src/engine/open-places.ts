/** Which of many places lie out in the open. */
import { isBlocked } from '../propagation/bvh.ts';
import type { PreparedScene } from '../propagation/prepared-scene.ts';

/** Where less than this share of all places lies in the open, the scene is a room. */
const ROOM = 0.05;

/**
 * The places with nothing above them; in a room, which has hardly any, all of them.
 *
 * @param positions [count, 3], metres
 * @returns [some, 3], metres, in the same order
 */
export function keepOpenPlaces({ bvh, scene }: PreparedScene, positions: Float64Array): Float64Array {
  const above = scene.bounds.maximum[2] + 1;
  const places = Array.from({ length: positions.length / 3 }, (_, place) =>
    positions.subarray(3 * place, 3 * place + 3),
  );
  const open = places.filter(([x, y, z]) => !isBlocked(bvh, x, y, z, x, y, above));
  return open.length > ROOM * places.length ? Float64Array.from(open.flatMap((place) => [...place])) : positions;
}
