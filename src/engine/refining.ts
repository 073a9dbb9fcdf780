/** Refining a fix of one user of a session against the ray-traced channel. */
import { receptionsOf } from '../estimators/twin/receptions.ts';
import { refineFix } from '../estimators/twin/refine.ts';
import { tracedTwin } from '../estimators/twin/traced-twin.ts';
import { channelEstimates } from './channel-estimates.ts';
import type { RefineRequest, TwinFix } from './denoising-view.ts';
import { checkUser, type Session } from './session.ts';

/**
 * Refines a fix of a user where it is now.
 *
 * @throws LabError 'unknown-id' for a user that there is not
 */
export function refineUser(session: Session, { user, start }: RefineRequest): TwinFix {
  checkUser(session, user);
  const { pipeline, snrDb } = session;
  const { position } = pipeline.observe(user, snrDb);
  const { sites, radio } = pipeline.world;
  const twin = tracedTwin(sites, radio, pipeline.ends);
  const receptions = receptionsOf(channelEstimates(pipeline, user), twin, 0);
  return refineFix(twin, receptions, start, position[2]);
}
