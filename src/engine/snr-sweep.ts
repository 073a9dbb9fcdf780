/** Errors against SNR for the users of a session, while the worker goes on answering others. */
import type { Estimator } from '../estimators/estimator.ts';
import { findEstimator, type EstimatorId } from '../estimators/registry.ts';
import { createPositionErrorBound } from '../evaluation/bounds/position-error-bound.ts';
import { sweepSnr, type SweepPoint } from '../evaluation/snr-sweep.ts';
import type { Device } from './device.ts';
import { estimatorOf } from './finding.ts';
import type { UserRecord } from './pipeline.ts';
import type { Session } from './session.ts';
import { createSounder } from './sweep-soundings.ts';
import type { SweepEvent, SweepRequest } from './sweep-view.ts';
import type { Turns } from './turns.ts';

/** As many users as asked for, evenly spread over all. */
export function spreadUsers(all: number, wanted: number): number[] {
  const count = Math.min(all, wanted);
  return Array.from({ length: count }, (_, i) => Math.floor((i * all) / count));
}

/**
 * Sweeps the SNR for some users of a session, where they are now.
 *
 * @throws LabError 'cancelled' once the signal is aborted
 */
export async function sweepSession(
  session: Session,
  device: Device,
  turns: Turns,
  { snrsDb, users, draws, seed, limit }: SweepRequest,
  { emit, signal }: { readonly emit: (event: SweepEvent) => void; readonly signal: AbortSignal },
): Promise<readonly SweepPoint[]> {
  const { pipeline, inUse } = session;
  const { world, prepared } = pipeline;
  const { sites, radio } = world;
  const records: UserRecord[] = [];
  for (const user of spreadUsers(pipeline.users.count, users)) {
    await turns.next(signal);
    records.push(pipeline.observe(user, session.snrDb));
  }
  const boundOf = createPositionErrorBound({ sites, radio, ...limit, edges: prepared.edges });
  const sounder = createSounder(session, device, turns, records, draws, seed);
  try {
    return await sweepSnr(
      {
        sites,
        radio,
        positions: Float64Array.from(records.flatMap(({ position }) => [...position])),
        snrsDb,
        sound: (snrDb, onProgress) => sounder.sound(snrDb, onProgress, signal),
        draws,
        seed,
        estimators: inUse
          .map((id) => ({ id, estimator: onDevice(session, device, id), dimensions: findEstimator(id).dimensions }))
          .filter(({ id }) => !findEstimator(id).tracks),
        bound: (user, snrs) => boundOf(records[user].links.map(({ paths }, site) => ({ paths, snrDb: snrs[site] }))),
      },
      {
        signal,
        onPoint: (point) => emit({ kind: 'point', point }),
        onProgress: (done, total) => emit({ kind: 'progress', done, total }),
      },
    );
  } finally {
    sounder.dispose();
  }
}

/** An estimator that takes its turn on the device, and survives its loss. */
function onDevice(session: Session, device: Device, id: EstimatorId): Estimator {
  return {
    ...estimatorOf(session, id),
    estimate: (input) => device.compute(session.loaded, () => estimatorOf(session, id).estimate(input)),
  };
}
