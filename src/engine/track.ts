/** Following one user of a session along its way, while the worker goes on answering others. */
import type { EstimatorInput } from '../estimators/estimator.ts';
import { findEstimator } from '../estimators/registry.ts';
import { positionErrors } from '../evaluation/errors.ts';
import type { Device } from './device.ts';
import { estimatorOf } from './finding.ts';
import { LED_AWAY } from './following.ts';
import type { Session } from './session.ts';
import { TRACKER, type MomentFixes, type UserTrack } from './track-view.ts';
import type { Turns } from './turns.ts';

/**
 * Measures a user at its latest moments, lets the filter follow them, and asks the other estimators in use for each by itself.
 *
 * @throws whatever aborted the signal
 */
export async function trackUser(
  session: Session,
  device: Device,
  turns: Turns,
  user: number,
  signal: AbortSignal,
): Promise<UserTrack> {
  const { past, pipeline, snrDb } = session;
  if (!past) return { kind: 'no-track', user, reason: 'The users of this scene stand where they are.' };
  const window = past.windowOf(user);
  if (!window) return { kind: 'no-track', user, reason: LED_AWAY };
  for (let sample = window.from; sample < window.to; sample++) {
    await turns.next(signal);
    past.observe(sample, snrDb);
  }
  // The user may have gone on meanwhile: what is told is where it is now, and its way since is short.
  const latest = past.windowOf(user);
  if (!latest) return { kind: 'no-track', user, reason: LED_AWAY };
  for (let sample = latest.from; sample < latest.to; sample++) past.observe(sample, snrDb);
  pipeline.observe(user, snrDb);
  const input = past.input(latest, user);
  const truth = past.positions(latest, user);
  const { load, dimensions } = findEstimator(TRACKER);
  const filter = await load(null);
  const estimates = await filter.estimate(input);
  filter.dispose();
  const errors = positionErrors(estimates, truth, dimensions);
  const fixes = await fixMoments(session, device, turns, { input, truth }, signal);
  return { kind: 'track', user, times: input.tracks?.times ?? new Float64Array(), truth, estimates, errors, fixes };
}

/** What the other estimators in use make of the same moments; one that refines a fix would take seconds for each. */
async function fixMoments(
  session: Session,
  device: Device,
  turns: Turns,
  { input, truth }: { readonly input: EstimatorInput; readonly truth: Float64Array },
  signal: AbortSignal,
): Promise<MomentFixes[]> {
  const fixes: MomentFixes[] = [];
  for (const id of session.inUse) {
    const { tracks, reads } = findEstimator(id);
    if (tracks || reads === 'channels-and-fixes') continue;
    await turns.next(signal);
    const estimates = await device.compute(session.loaded, () => estimatorOf(session, id).estimate(input));
    fixes.push({ estimator: id, estimates, errors: positionErrors(estimates, truth, 2) });
  }
  return fixes;
}
