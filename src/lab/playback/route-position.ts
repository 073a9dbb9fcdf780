/** Where somebody is on a route at a moment. */
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
