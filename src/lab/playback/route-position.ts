/** Where somebody is on a route at a moment, and how fast. */
import type { RouteTable } from '../../engine/frontend.ts';

/** First and last moment of a route, seconds on its own clock. */
export interface RouteSpan {
  readonly start: number;
  readonly end: number;
}

/** When a route begins and ends. */
export function spanOf({ offsets, times }: RouteTable, route: number): RouteSpan {
  return { start: times[offsets[route]], end: times[offsets[route + 1] - 1] };
}

/**
 * The position on a route at a moment, on the straight line between the two samples around it; before the first sample
 * the first, after the last the last.
 *
 * @param routes all routes
 * @param route which of them
 * @param seconds on the route's own clock
 * @returns [x, y, z], metres
 */
export function positionOnRoute(
  { offsets, positions, times }: RouteTable,
  route: number,
  seconds: number,
): [number, number, number] {
  // The last sample that is not after the moment, or the first of all.
  let before = offsets[route];
  let after = offsets[route + 1] - 1;
  const last = after;
  if (seconds >= times[last]) before = last;
  while (after - before > 1) {
    const middle = (before + after) >> 1;
    if (times[middle] <= seconds) before = middle;
    else after = middle;
  }
  const next = Math.min(before + 1, last);
  const gap = times[next] - times[before];
  const share = gap > 0 ? Math.min(1, Math.max(0, (seconds - times[before]) / gap)) : 0;
  const along = (axis: number): number => {
    const from = positions[3 * before + axis];
    return from + share * (positions[3 * next + axis] - from);
  };
  return [along(0), along(1), along(2)];
}

/** Of two places on a way that are as near as this to a position, the one that is nearer in time is meant, metres. */
const AS_NEAR = 0.01;
/** Somebody further than this from a way has been led astray, metres. */
const ASTRAY = 0.5;
/** Velocities are means over twice this time, seconds: a step of the player at most. */
const MOMENT = 0.05;

/**
 * How fast somebody on a route moves there, and which way.
 *
 * @param route which route
 * @param position where the user is, metres
 * @param expected when the user is thought to be there, seconds on the route's own clock: a way may cross itself or rest
 * @returns [x, y, z], metres per second; null off the route
 */
export function velocityOnRoute(
  routes: RouteTable,
  route: number,
  position: readonly [number, number, number],
  expected: number,
): [number, number, number] | null {
  const { offsets } = routes;
  const { start, end } = spanOf(routes, route);
  let nearest = Infinity;
  let seconds = start;
  for (let sample = offsets[route]; sample + 1 < offsets[route + 1]; sample++) {
    const [at, distance] = nearestTime(routes, sample, position, expected);
    const isNearer = distance < nearest - AS_NEAR;
    const isSooner = distance < nearest + AS_NEAR && Math.abs(at - expected) < Math.abs(seconds - expected);
    if (isNearer || isSooner) [nearest, seconds] = [distance, at];
  }
  if (!(nearest <= ASTRAY)) return null;
  const from = Math.max(start, seconds - MOMENT);
  const to = Math.min(end, seconds + MOMENT);
  const before = positionOnRoute(routes, route, from);
  const after = positionOnRoute(routes, route, to);
  const along = (axis: 0 | 1 | 2): number => (after[axis] - before[axis]) / (to - from);
  return [along(0), along(1), along(2)];
}

/** When somebody on the straight piece that begins at a sample is nearest to a position, and how near, metres. */
function nearestTime(
  { positions, times }: RouteTable,
  sample: number,
  position: readonly [number, number, number],
  expected: number,
): [seconds: number, distance: number] {
  const from = positions.subarray(3 * sample, 3 * sample + 3);
  const step = [0, 1, 2].map((axis) => positions[3 * sample + 3 + axis] - from[axis]);
  const offset = position.map((value, axis) => value - from[axis]);
  const square = step[0] ** 2 + step[1] ** 2 + step[2] ** 2;
  const dot = step[0] * offset[0] + step[1] * offset[1] + step[2] * offset[2];
  const pause = times[sample + 1] - times[sample];
  // Who rests is there all the time.
  const wanted = square > 0 ? dot / square : (expected - times[sample]) / pause;
  const share = Math.min(1, Math.max(0, wanted));
  const distance = Math.hypot(...offset.map((value, axis) => value - share * step[axis]));
  return [times[sample] + share * pause, distance];
}
