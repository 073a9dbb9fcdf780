/** Refining a fix of one user of a session against the ray-traced channel, while the worker goes on answering others. */
import { receptionsOf } from '../estimators/twin/receptions.ts';
import { DEFAULT_REFINE, refineSteps } from '../estimators/twin/refine.ts';
import { tracedTwin } from '../estimators/twin/traced-twin.ts';
import type { Progress } from './base.ts';
import { channelEstimates } from './channel-estimates.ts';
import type { RefineRequest, TwinFix } from './denoising-view.ts';
import { checkUser, type Session } from './session.ts';
import type { Turns } from './turns.ts';

/** Who goes first meanwhile, and who hears of it. */
export interface RefiningContext {
  readonly turns: Turns;
  readonly emit: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/**
 * Refines a fix of a user where it is when this is asked.
 *
 * @throws LabError 'unknown-id' for a user that there is not, or whatever aborted the signal
 */
export async function refineUser(
  session: Session,
  { user, start, until }: RefineRequest,
  { turns, emit, signal }: RefiningContext,
): Promise<TwinFix> {
  checkUser(session, user);
  // Somebody waits to see it: finding everybody else goes on afterwards.
  return turns.foremost(async (next) => {
    const { pipeline, snrDb } = session;
    const { position } = pipeline.observe(user, snrDb);
    const { sites, radio } = pipeline.world;
    const twin = tracedTwin(sites, radio, pipeline.ends);
    const receptions = receptionsOf(channelEstimates(pipeline, user), twin, 0);
    const steps = refineSteps(twin, receptions, start, position[2], { ...DEFAULT_REFINE, until });
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      emit({ stage: 'refining', done: value, total: 1, unit: 'steps' });
      await next(signal);
    }
  });
}
