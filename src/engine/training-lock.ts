/** One training of a dataset at a time, over all tabs of a browser: they share its checkpoint. */
import { LabError } from '../errors/lab-error.ts';

/** A tab that was closed or loaded anew lets go a little later, milliseconds. */
const PATIENCE_MILLISECONDS = 3000;

/**
 * Does something while no other tab trains on a dataset.
 *
 * @throws LabError 'bad-argument' where another tab does, and whatever the work throws
 */
export async function alone<T>(dataset: string, work: () => Promise<T>): Promise<T> {
  // Browsers give locks to secure pages alone.
  const { locks } = navigator as { readonly locks?: LockManager };
  if (!locks) return work();
  let isGranted = false;
  try {
    return await locks.request(
      `wavefix training ${dataset}`,
      { signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) },
      () => {
        isGranted = true;
        return work();
      },
    );
  } catch (cause) {
    if (isGranted) throw cause;
    throw new LabError(
      'bad-argument',
      'A training on this scene is under way in another tab.',
      'Stop it there, or wait until it has ended.',
    );
  }
}
