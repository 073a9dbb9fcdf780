/** What the estimators make of users: the reports of all sites in, fixes out. */
import { LabError } from '../errors/lab-error.ts';
import type { Estimator, EstimatorInput } from '../estimators/estimator.ts';
import { explainNoFix, refusalSentence } from '../estimators/no-fix.ts';
import { findEstimator, type EstimatorId } from '../estimators/registry.ts';
import { tracedTwin } from '../estimators/twin/traced-twin.ts';
import type { Twin } from '../estimators/twin/twin.ts';
import { positionErrors } from '../evaluation/errors.ts';
import type { DeviceReports } from '../measurement/reports-gpu.ts';
import type { FixBatch, FixView, Inspection } from './base.ts';
import { channelEstimates } from './channel-estimates.ts';
import type { Device } from './device.ts';
import { collectWays, followUsers, LED_AWAY } from './following.ts';
import type { UserRecord } from './pipeline.ts';

import { findStarter, type Session } from './session.ts';

/** What the estimators made of one user's record. */
export interface Finding {
  readonly record: UserRecord;
  readonly estimators: readonly EstimatorId[];
  readonly fixes: Inspection['fixes'];
  readonly refusals: Inspection['refusals'];
}

/** A batch whose reasons may still be put right. */
export type FoundBatch = FixBatch & {
  readonly refusals: Readonly<Partial<Record<EstimatorId, Record<number, string>>>>;
};

/**
 * The fixes of neighbouring users who have been observed.
 *
 * @param onDevice for each site those of their reports that lie on the graphics processor, if any do
 */
export function findBatch(
  session: Session,
  device: Device,
  start: number,
  count: number,
  onDevice: readonly DeviceReports[] = [],
): Promise<FoundBatch> {
  const { inUse } = session;
  // Whoever has to wait for its turn is answered for where the users were when it was asked.
  const truth = session.pipeline.users.positions.slice(3 * start, 3 * (start + count));
  const input = inputOf(session, start, count, truth, onDevice);
  const isFollowing = inUse.some((id) => findEstimator(id).tracks);
  const ways = isFollowing ? collectWays(session.past, [start, count], session.snrDb) : [];
  return device.compute(session.loaded, async () => {
    const estimates: Partial<Record<EstimatorId, Float32Array>> = {};
    const errors: Partial<Record<EstimatorId, Float32Array>> = {};
    const refusals: Partial<Record<EstimatorId, Record<number, string>>> = {};
    for (const id of inUse) {
      const estimator = estimatorOf(session, id);
      const { tracks, dimensions } = findEstimator(id);
      const found = tracks
        ? await followUsers(estimator, ways)
        : await estimator.estimate(await withStarts(session, id, input, estimates));
      estimates[id] = found;
      refusals[id] = { ...refusalsOf(estimator, input, found), ...(tracks ? refusalsOfAstray(ways) : {}) };
      errors[id] = Float32Array.from(positionErrors(found, truth, dimensions));
    }
    return { start, count, positions: truth, estimates, errors, refusals };
  });
}

/** Measures a user and asks every estimator in use for it, unless that was done for just this record. */
export async function findUser(session: Session, device: Device, user: number): Promise<Finding> {
  const record = session.pipeline.observe(user, session.snrDb);
  const estimators = session.inUse;
  const { latest } = session;
  // Whoever is moved or heard at another SNR has another record.
  if (latest?.record === record && latest.estimators === estimators) return latest;
  const { estimates, errors, refusals: why } = await findBatch(session, device, user, 1);
  const fixes: Partial<Record<EstimatorId, FixView>> = {};
  const refusals: Partial<Record<EstimatorId, string>> = {};
  for (const id of estimators) {
    const [x, y, z] = estimates[id] ?? [];
    const [error] = errors[id] ?? [];
    if (Number.isFinite(error)) fixes[id] = { position: [x, y, z], error };
    else refusals[id] = why[id]?.[0] ?? '';
  }
  const finding = { record, estimators, fixes, refusals };
  session.latest = finding;
  session.newest.set(user, finding);
  return finding;
}

/** What the first network in use makes of an observed user, layer by layer; nulls where none is in use or has a report. */
export async function revealNetwork(
  session: Session,
  device: Device,
  user: number,
): Promise<Pick<Inspection, 'features' | 'network'>> {
  const truth = session.pipeline.users.positions.slice(3 * user, 3 * user + 3);
  const input = inputOf(session, user, 1, truth);
  const id = session.inUse.find((candidate) => 'trace' in estimatorOf(session, candidate));
  if (!id) return { features: null, network: null };
  return device.compute(session.loaded, async () => {
    const estimator = estimatorOf(session, id);
    const trace = await estimator.trace?.(input, 0);
    if (!trace) return { features: null, network: null };
    const target = estimator.normalisePositions?.(truth) ?? new Float32Array();
    const { features, activations, output } = trace;
    return { features, network: { estimator: id, activations, output, target } };
  });
}

/** Why users have no fix, by row; those who have one are left out. */
function refusalsOf(estimator: Estimator, input: EstimatorInput, found: Float32Array): Record<number, string> {
  const refusals: Record<number, string> = {};
  for (let row = 0; row < input.count; row++) {
    if (Number.isNaN(found[3 * row])) refusals[row] = refusalSentence(explainNoFix(estimator, input, row));
  }
  return refusals;
}

/** Why nobody follows those who are not on their way, by row. */
function refusalsOfAstray(ways: readonly (EstimatorInput | null)[]): Record<number, string> {
  const astray = [...ways.keys()].filter((row) => ways[row] === null);
  return Object.fromEntries(astray.map((row) => [row, LED_AWAY]));
}

/** The input with the fixes that an estimator refines; as it is for one that refines none. */
async function withStarts(
  session: Session,
  id: EstimatorId,
  input: EstimatorInput,
  found: Partial<Record<EstimatorId, Float32Array>>,
): Promise<EstimatorInput> {
  if (findEstimator(id).reads !== 'channels-and-fixes') return input;
  const starter = findStarter(session);
  return { ...input, starts: found[starter] ?? (await estimatorOf(session, starter).estimate(input)) };
}

/** What estimators are given of one user who has been observed. */
export function observedInput(session: Session, user: number): EstimatorInput {
  return inputOf(session, user, 1, session.pipeline.users.positions.slice(3 * user, 3 * user + 3));
}

/** What estimators are given of neighbouring users. */
function inputOf(
  { pipeline }: Session,
  start: number,
  count: number,
  truth: Float64Array,
  onDevice: readonly DeviceReports[] = [],
): EstimatorInput {
  const links = pipeline.reports(start, count).map((link, site) => ({ ...link, onDevice: onDevice.at(site) }));
  const heights = Float64Array.from({ length: count }, (_, i) => truth[3 * i + 2]);
  const { world, ends } = pipeline;
  const { carrierFrequency } = world.radio;
  const channels = channelEstimates(pipeline, start);
  const twin = (): Twin => tracedTwin(world.sites, world.radio, ends);
  return { count, links, heights, carrierFrequency, channels, twin };
}

/** A loaded estimator. */
export function estimatorOf({ loaded }: Session, id: EstimatorId): Estimator {
  const estimator = loaded.get(id);
  if (estimator) return estimator;
  throw new LabError(
    'unknown-id',
    `The estimator ${id} is not loaded.`,
    'Choose one that the page lists as available.',
  );
}
