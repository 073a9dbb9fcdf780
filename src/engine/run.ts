/** Finding everybody of a session: batch after batch is measured and handed to the estimators, while others are answered. */
import type { EstimatorId, FixBatch } from './base.ts';
import { createCrowdHelp } from './crowd-help.ts';
import type { Device } from './device.ts';
import { findBatch, type FoundBatch } from './finding.ts';
import { batchSizes, measureCrowd } from './measuring.ts';
import type { Session } from './session.ts';
import type { Turns } from './turns.ts';

/**
 * Finds all users by the estimators in use.
 *
 * @param emit hears every batch, in the order of the users
 * @throws whatever aborted the signal
 */
export async function findEverybody(
  session: Session,
  device: Device,
  turns: Turns,
  snrDb: number,
  emit: (batch: FixBatch) => void,
  signal: AbortSignal,
): Promise<void> {
  const { count: users } = session.pipeline.users;
  const help = createCrowdHelp(session.pipeline, signal);
  try {
    for (let start = 0; start < users;) {
      // Asked for anew each time: kernels may fail in between.
      const [first, next] = batchSizes(session);
      const count = Math.min(start === 0 ? first : next, users - start);
      const onDevice = await measureCrowd(session, device, turns, [start, count], snrDb, signal);
      const moves = session.moves.slice(start, start + count);
      const batch = await findBatch(session, device, start, count, onDevice);
      signal.throwIfAborted();
      takeNewer(session, batch, moves);
      emit(batch);
      start += count;
      help.consider();
    }
  } finally {
    help.close();
  }
}

/** Whoever was moved while a batch was on its way is where it was found since. */
function takeNewer({ moves, newest, inUse }: Session, batch: FoundBatch, before: Uint32Array): void {
  const { start, count } = batch;
  for (let row = 0; row < count; row++) {
    if (moves[start + row] === before[row]) continue;
    const found = newest.get(start + row);
    if (found) batch.positions.set(found.record.position, 3 * row);
    for (const id of inUse) {
      const fix = found?.fixes[id];
      batch.estimates[id]?.set(fix?.position ?? [NaN, NaN, NaN], 3 * row);
      batch.errors[id]?.set([fix?.error ?? NaN], row);
      refuse(batch, id, row, found?.refusals[id]);
    }
  }
}

/** Puts the newest reason into a batch, or takes an older one out. */
function refuse({ refusals }: FoundBatch, id: EstimatorId, row: number, reason: string | undefined): void {
  const rows = refusals[id];
  if (rows && reason !== undefined) rows[row] = reason;
  else if (rows) delete rows[row];
}
