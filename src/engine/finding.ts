/** What the estimators make of users: the reports of all sites in, fixes out. */
import { LabError } from '../errors/lab-error.ts';
import type { Estimator, EstimatorInput, NetworkTrace } from '../estimators/estimator.ts';
import { findEstimator, type EstimatorId } from '../estimators/registry.ts';
import { positionErrors } from '../evaluation/errors.ts';
import type { FixBatch, FixView, Inspection, NetworkView } from './base.ts';
import type { Device } from './device.ts';
import type { UserRecord } from './pipeline.ts';
import type { Session } from './session.ts';

/** What the estimators made of one user's record. */
export interface Finding extends Pick<Inspection, 'fixes' | 'features' | 'network'> {
  readonly record: UserRecord;
  readonly estimators: readonly EstimatorId[];
}

/** The fixes of neighbouring users who have been observed. */
export function findBatch(session: Session, device: Device, start: number, count: number): Promise<FixBatch> {
  const { inUse } = session;
  const truth = session.pipeline.users.positions.slice(3 * start, 3 * (start + count));
  const input = inputOf(session, start, count, truth);
  return device.compute(session.loaded, async () => {
    const estimates: Partial<Record<EstimatorId, Float32Array>> = {};
    const errors: Partial<Record<EstimatorId, Float32Array>> = {};
    for (const id of inUse) {
      const found = await estimatorOf(session, id).estimate(input);
      estimates[id] = found;
      errors[id] = Float32Array.from(positionErrors(found, truth, findEstimator(id).dimensions));
    }
    return { start, count, estimates, errors };
  });
}

/** Measures a user and asks every estimator in use for it, unless that was done for just this record. */
export async function findUser(session: Session, device: Device, user: number): Promise<Finding> {
  const record = session.pipeline.observe(user, session.snrDb);
  const estimators = session.inUse;
  const { latest } = session;
  // Whoever is moved or heard at another SNR has another record.
  if (latest?.record === record && latest.estimators === estimators) return latest;
  const truth = session.pipeline.users.positions.slice(3 * user, 3 * user + 3);
  // Whoever has to wait for its turn is answered for where the user was when it was asked.
  const input = inputOf(session, user, 1, truth);
  const found = await device.compute(session.loaded, () => askEstimators(session, estimators, input, truth));
  const finding = { record, estimators, ...found };
  session.latest = finding;
  session.newest.set(user, finding.fixes);
  return finding;
}

/** What estimators are given of neighbouring users. */
function inputOf({ pipeline }: Session, start: number, count: number, truth: Float64Array): EstimatorInput {
  const heights = Float64Array.from({ length: count }, (_, i) => truth[3 * i + 2]);
  return { count, links: pipeline.reports(start, count), heights };
}

function estimatorOf({ loaded }: Session, id: EstimatorId): Estimator {
  const estimator = loaded.get(id);
  if (estimator) return estimator;
  throw new LabError(
    'unknown-id',
    `The estimator ${id} is not loaded.`,
    'Choose one that the page lists as available.',
  );
}

/** The fix of every estimator in use for one user, and what the first network among them made of it. */
async function askEstimators(
  session: Session,
  estimators: readonly EstimatorId[],
  input: EstimatorInput,
  truth: Float64Array,
): Promise<Omit<Finding, 'record' | 'estimators'>> {
  const fixes: Partial<Record<EstimatorId, FixView>> = {};
  let features: Inspection['features'] = null;
  let network: NetworkView | null = null;
  for (const id of estimators) {
    const estimator = estimatorOf(session, id);
    let position: Float32Array;
    // The trace holds the fix, too: one pass serves both.
    const trace: NetworkTrace | null = network ? null : ((await estimator.trace?.(input, 0)) ?? null);
    if (trace) {
      position = trace.position;
      features = trace.features;
      network = {
        estimator: id,
        activations: trace.activations,
        output: trace.output,
        target: estimator.normalisePositions?.(truth) ?? new Float32Array(),
      };
    } else {
      position = await estimator.estimate(input);
    }
    const [error] = positionErrors(position, truth, findEstimator(id).dimensions);
    if (Number.isFinite(error)) fixes[id] = { position: [position[0], position[1], position[2]], error };
  }
  return { fixes, features, network };
}
