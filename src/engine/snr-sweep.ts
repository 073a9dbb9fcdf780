/** Errors against SNR for the users of a session, while the worker goes on answering others. */
import type { Estimator } from '../estimators/estimator.ts';
import { partOfInput } from '../estimators/part-of-input.ts';
import { findEstimator, type EstimatorId } from '../estimators/registry.ts';
import { createPositionErrorBound } from '../evaluation/bounds/position-error-bound.ts';
import { sweepSnr, type SweepPoint } from '../evaluation/snr-sweep.ts';
import { spreadEvenly } from '../numerics/spread.ts';
import type { Device } from './device.ts';
import { estimatorOf } from './finding.ts';
import type { UserRecord } from './pipeline.ts';
import type { Session } from './session.ts';
import { createSounder } from './sweep-soundings.ts';
import { NOT_SWEPT, type SweepEvent, type SweepRequest } from './sweep-view.ts';
import type { Turns } from './turns.ts';

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
  for (const user of spreadEvenly(pipeline.users.count, users)) {
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
        channels: (snrDb) => sounder.channels(snrDb),
        draws,
        seed,
        estimators: inUse
          .filter((id) => !NOT_SWEPT[id])
          .map((id) => ({
            id,
            estimator: inParts(session, device, id, () => turns.next(signal)),
            dimensions: findEstimator(id).dimensions,
          })),
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

/** Soundings that are answered in one turn: of reports, and of channels, which are sounded anew to be read. */
const REPORTS_AT_ONCE = 64;
const CHANNELS_AT_ONCE = 1;

/** An estimator that takes its turns on the device, lets others in between them, and survives the loss of the device. */
function inParts(session: Session, device: Device, id: EstimatorId, pause: () => Promise<void>): Estimator {
  const { reads = 'reports' } = findEstimator(id);
  const most = reads === 'reports' ? REPORTS_AT_ONCE : CHANNELS_AT_ONCE;
  return {
    ...estimatorOf(session, id),
    async estimate(input) {
      const estimates = new Float32Array(3 * input.count);
      for (let start = 0; start < input.count; start += most) {
        await pause();
        const part = partOfInput(input, start, Math.min(most, input.count - start));
        const found = await device.compute(session.loaded, () => estimatorOf(session, id).estimate(part));
        estimates.set(found, 3 * start);
      }
      return estimates;
    },
  };
}
