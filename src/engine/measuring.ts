/** Measuring neighbouring users of a session, link by link on the processor or all at once on the graphics processor. */
import { findEstimator } from '../estimators/registry.ts';
import type { DeviceReports } from '../measurement/reports-gpu.ts';
import type { Device } from './device.ts';
import type { Session } from './session.ts';
import type { Turns } from './turns.ts';

/** Users that are measured before the networks see them together: few at first, so that something is on screen soon. */
const FIRST_BATCH = 4;
const BATCH = 20;
/** A graphics processor is the faster the more it has to do at once; a drag waits for it no longer than for a network. */
const KERNEL_BATCH = 64;

/** Numbers of users that are measured and found together: of the first batch, and of those that follow. */
export function batchSizes({
  preprocessing,
  inUse,
}: Pick<Session, 'preprocessing' | 'inUse'>): readonly [first: number, next: number] {
  // A refinement takes a second or two a user, and so do the moments that a filter looks back over.
  if (inUse.some((id) => findEstimator(id).tracks || findEstimator(id).reads === 'channels-and-fixes')) return [1, 1];
  const next = preprocessing.choice().name === 'webgpu' ? Math.min(KERNEL_BATCH, preprocessing.largestChunk()) : BATCH;
  return [Math.min(FIRST_BATCH, next), next];
}

/**
 * Traces, sounds and measures neighbouring users; others are let in between them, and on the processor between their links.
 *
 * @returns the reports that lie on the graphics processor until the next call, for each site; empty where there are none
 * @throws whatever aborted the signal
 */
export async function measureCrowd(
  { pipeline, preprocessing, past, inUse }: Session,
  device: Device,
  turns: Turns,
  [start, count]: readonly [start: number, count: number],
  snrDb: number,
  signal: AbortSignal,
): Promise<readonly DeviceReports[]> {
  const pause = (): Promise<void> => turns.next(signal);
  for (let user = start; user < start + count; user++) {
    await pause();
    pipeline.trace(user);
    const window = inUse.some((id) => findEstimator(id).tracks) ? past?.windowOf(user) : null;
    for (let sample = window?.from ?? 0; sample < (window?.to ?? 0); sample++) {
      await pause();
      past?.observe(sample, snrDb);
    }
  }
  if (preprocessing.choice().name === 'cpu') return pipeline.observeCrowd(start, count, snrDb, { pause });
  // Nobody is waited for here: whoever is being answered may be waiting for the device.
  return device.compute(preprocessing, () =>
    pipeline.observeCrowd(start, count, snrDb, {
      kernels: preprocessing.kernels(),
      onFallback: preprocessing.giveUp,
    }),
  );
}
