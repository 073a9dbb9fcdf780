/** Which users are one on its way, for estimators that follow users: the runs of neighbours that a town's users come in. */
import type { EstimatorInput } from '../estimators/estimator.ts';
import type { RouteTable } from './base.ts';

/** What this module reads of the routes. */
type UserRoutes = Pick<RouteTable, 'routeOfUser' | 'timeOfUser'>;

/** Longest step within a run, seconds: what lies farther apart on a route is another run. */
const LONGEST_STEP = 2;

/**
 * First user of the run that a user belongs to: a filter that looks back has to begin there.
 *
 * @returns a number not above `user`; `user` itself where it stands alone
 */
export function trackStart({ routeOfUser, timeOfUser }: UserRoutes, user: number): number {
  let start = user;
  while (start > 0 && routeOfUser[start] >= 0 && routeOfUser[start - 1] === routeOfUser[start]) {
    const step = timeOfUser[start] - timeOfUser[start - 1];
    if (!(step > 0 && step <= LONGEST_STEP)) break;
    start--;
  }
  return start;
}

/** The tracks of neighbouring users as estimators read them. */
export function tracksOf(
  { routeOfUser, timeOfUser }: UserRoutes,
  start: number,
  count: number,
): NonNullable<EstimatorInput['tracks']> {
  return {
    trajectories: routeOfUser.slice(start, start + count),
    times: timeOfUser.slice(start, start + count),
  };
}
