/** The network in use taken apart, for the user that somebody looks at. */
import { findEstimator, type EstimatorId } from '../estimators/registry.ts';
import type { NumberRequest, NumberView, NetworkAnatomyView } from './anatomy-view.ts';
import type { Device } from './device.ts';
import { estimatorOf, observedInput } from './finding.ts';
import type { Session } from './session.ts';

/** The first estimator in use that can be taken apart. */
function dissected(session: Session): EstimatorId | undefined {
  return session.inUse.find((id) => 'dissect' in estimatorOf(session, id));
}

/** Every operation with what it made of an observed user; null where no network is in use, or has a report. */
export async function dissectNetwork(
  session: Session,
  device: Device,
  user: number,
): Promise<NetworkAnatomyView | null> {
  const id = dissected(session);
  if (!id) return null;
  const input = observedInput(session, user);
  const anatomy = await device.compute(
    session.loaded,
    async () => (await estimatorOf(session, id).dissect?.(input, 0)) ?? null,
  );
  return anatomy && { user, estimator: id, title: findEstimator(id).title, units: anatomy.units };
}

/**
 * How one number of the network in use comes about; null as above, and for an operation that is no sum of products.
 *
 * @throws LabError 'unknown-id' for a number that the network does not have
 */
export async function explainNumber(
  session: Session,
  device: Device,
  { user, unit, place }: NumberRequest,
): Promise<NumberView | null> {
  const id = dissected(session);
  if (!id) return null;
  const input = observedInput(session, user);
  return device.compute(
    session.loaded,
    async () => (await estimatorOf(session, id).explainNumber?.(input, 0, unit, place)) ?? null,
  );
}
