/** Following one user of a session along its way, while the worker goes on answering others. */
import { findEstimator } from '../estimators/registry.ts';
import { positionErrors } from '../evaluation/errors.ts';
import { createRouteReporter, momentsOf } from './route-reports.ts';
import type { Session } from './session.ts';
import { TRACKER, type UserTrack } from './track-view.ts';
import type { Turns } from './turns.ts';

/**
 * Measures a user at its latest moments and lets the filter follow them.
 *
 * @throws whatever aborted the signal
 */
export async function trackUser(session: Session, turns: Turns, user: number, signal: AbortSignal): Promise<UserTrack> {
  const { routes, pipeline, snrDb } = session;
  if (!routes) return { kind: 'no-track', user, reason: 'The users of this scene stand where they are.' };
  const [x, y, z] = pipeline.users.positions.subarray(3 * user, 3 * user + 3);
  const moments = momentsOf(routes, user, [x, y, z]);
  if (!moments) return { kind: 'no-track', user, reason: 'The user has been led away from its way.' };
  const job = createRouteReporter(pipeline)(moments, user, snrDb);
  let step = job.next();
  for (; !step.done; step = job.next()) await turns.next(signal);
  const { load, dimensions } = findEstimator(TRACKER);
  const filter = await load(null);
  const estimates = await filter.estimate(step.value);
  filter.dispose();
  const { positions: truth, times } = moments;
  const error = positionErrors(estimates, truth, dimensions).at(-1) ?? NaN;
  return { kind: 'track', user, times, truth, estimates, error };
}
