/** Compiles the shaders of the networks before they are waited for. */
import { compileShaders } from '../compute/webgpu.ts';
import type { Estimator } from '../estimators/estimator.ts';
import { ESTIMATORS } from '../estimators/registry.ts';
import type { Progress } from './base.ts';
import type { Device } from './device.ts';
import type { LoadedEstimators } from './loaded-estimators.ts';

/** Those that were rehearsed; whoever is loaded anew after a failure is another. */
const rehearsed = new WeakSet<Estimator>();

/**
 * Does nothing for those it was done for before, nor on a backend without shaders, and stops early once the signal is aborted.
 *
 * @param batches numbers of users that are going to be found together: a shader may depend on them
 */
export async function warmUp(
  device: Device,
  loaded: LoadedEstimators,
  batches: readonly number[],
  emit: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  if (device.view().name !== 'webgpu') return;
  await device.compute(loaded, async () => {
    const steps = ESTIMATORS.flatMap(({ id }) => {
      const estimator = loaded.get(id);
      if (!estimator?.rehearse || rehearsed.has(estimator)) return [];
      return batches.map((count, i) => async () => {
        await compileShaders(() => estimator.rehearse?.(count));
        // Only once all of its batches are through: a run that is given up before leaves it to the next.
        if (i + 1 === batches.length) rehearsed.add(estimator);
      });
    });
    for (const [done, step] of steps.entries()) {
      if (signal.aborted) return;
      emit({ stage: 'shaders', done, total: steps.length, unit: 'steps' });
      await step();
    }
  });
}
