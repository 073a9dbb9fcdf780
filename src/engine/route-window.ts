/** Which moments of its way lie behind a user: what a filter that follows users looks back over. */
import type { Vector3 } from '../scene/scene.ts';
import type { RouteTable } from './base.ts';

/** Moments that a filter looks at: enough to settle, few enough to be measured while one waits. */
const MOMENTS = 15;

/** A user farther than this from its way was led astray by hand, metres. */
const ASTRAY = 0.5;

/** Places that are as near as this are one, metres. */
const AS_NEAR = 1e-6;

/** The samples of a way that lie behind a user, from the first to before the last, and when the user is where it is. */
export interface RouteWindow {
  readonly from: number;
  readonly to: number;
  /** Seconds since the start of the way. */
  readonly now: number;
}

/**
 * The latest samples of a user's way before the place where it is: it may have been led along since it was found.
 *
 * @param position where the user is now, metres
 * @param count how many moments at most, the present one among them
 * @returns null for a user without a way, or one that is not on it
 */
export function windowOf(routes: RouteTable, user: number, position: Vector3, count = MOMENTS): RouteWindow | null {
  const route = routes.routeOfUser[user];
  if (!(route >= 0)) return null;
  const { offsets, times, timeOfUser } = routes;
  let best: RoutePlace = { distance: Infinity, seconds: NaN };
  for (let sample = offsets[route]; sample < offsets[route + 1]; sample++) {
    const next = Math.min(sample + 1, offsets[route + 1] - 1);
    const place = nearestBetween(routes, [sample, next], position, timeOfUser[user]);
    const isSooner = Math.abs(place.seconds - timeOfUser[user]) < Math.abs(best.seconds - timeOfUser[user]);
    if (place.distance < best.distance - AS_NEAR || (place.distance < best.distance + AS_NEAR && isSooner))
      best = place;
  }
  if (best.distance > ASTRAY) return null;
  let to = offsets[route];
  while (to < offsets[route + 1] && times[to] < best.seconds) to++;
  return { from: Math.max(offsets[route], to + 1 - count), to, now: best.seconds };
}

interface RoutePlace {
  readonly distance: number;
  readonly seconds: number;
}

/** Where the straight piece between two samples is nearest to a position, and when. */
function nearestBetween(
  { positions, times }: RouteTable,
  [sample, next]: readonly [number, number],
  position: Vector3,
  expected: number,
): RoutePlace {
  const offset = position.map((value, axis) => value - positions[3 * sample + axis]);
  const step = offset.map((_, axis) => positions[3 * next + axis] - positions[3 * sample + axis]);
  const square = step.reduce((sum, value) => sum + value ** 2, 0);
  const pause = times[next] - times[sample];
  // Who rests is there all the time.
  const wanted =
    square > 0
      ? step.reduce((sum, value, axis) => sum + value * offset[axis], 0) / square
      : (expected - times[sample]) / pause;
  const share = pause > 0 ? Math.min(1, Math.max(0, wanted)) : 0;
  // A product and a quotient would miss the sample by a rounding, and call it a moment of its own.
  const seconds = share === 1 ? times[next] : times[sample] + share * pause;
  return { distance: Math.hypot(...offset.map((value, axis) => value - share * step[axis])), seconds };
}
