/**
 * Who makes and measures the channels of everybody: kernels on the graphics processor that the networks run on, or their twins. A
 * kernel that fails gives way to them, and the page hears why; on another device it gets another chance.
 */
import type { BackendName } from '../compute/choice.ts';
import type { PreprocessingChoice } from '../compute/preprocessing-choice.ts';
import { choosePreprocessing, twinsAfterFailure } from '../compute/preprocessing-choice.ts';
import { currentAdapter, currentWebGpuDevice } from '../compute/webgpu.ts';
import { LabError } from '../errors/lab-error.ts';
import type { GpuMeasurer } from '../measurement/batch/gpu-measurer.ts';
import type { OnDevice } from './device.ts';
import type { World } from './world.ts';

/** See the file's head. */
export interface Preprocessing extends OnDevice {
  /** Who measures, and why. */
  choice(this: void): PreprocessingChoice;
  /** The kernels of each site, in their order; none where the twins measure. */
  kernels(this: void): readonly GpuMeasurer[];
  /** How many users the kernels take at once; Infinity where the twins measure. */
  largestChunk(this: void): number;
  /** Leaves the present device to the networks. */
  giveUp(this: void, error: LabError): void;
  /** Frees the memory of the kernels; they must not be at work. */
  dispose(this: void): void;
}

/** Bytes of a graphics processor that the buffers of all sites may take. */
const BUDGET = 256e6;

/**
 * Preprocessing for the sites of a world; nothing is compiled until it is loaded.
 *
 * @param backend what the networks run on
 * @param onFailure hears that the twins have taken over
 * @param choose the rule
 */
export function createPreprocessing(
  { sites, radio }: Pick<World, 'sites' | 'radio'>,
  backend: () => BackendName,
  onFailure: () => void,
  choose: typeof choosePreprocessing = choosePreprocessing,
): Preprocessing {
  let kernels: GpuMeasurer[] = [];
  let failure: { readonly device: GPUDevice | null; readonly error: LabError } | null = null;

  const dispose = (): void => {
    for (const kernel of kernels.splice(0)) kernel.dispose();
  };

  const choice = (): PreprocessingChoice => {
    const chosen = choose(backend(), currentAdapter());
    const hasFailed = chosen.name === 'webgpu' && failure?.device === currentWebGpuDevice();
    return hasFailed && failure ? twinsAfterFailure(failure.error.message) : chosen;
  };

  const giveUp = (error: LabError): void => {
    failure = { device: currentWebGpuDevice(), error };
    onFailure();
  };

  return {
    choice,
    kernels: () => (choice().name === 'webgpu' ? kernels : []),
    largestChunk: () => Math.min(...kernels.map(({ largestChunk }) => largestChunk)),
    giveUp,
    dispose,
    async load() {
      dispose();
      const device = currentWebGpuDevice();
      if (!device || choice().name !== 'webgpu') return;
      try {
        const { createGpuMeasurer } = await import('../measurement/batch/gpu-measurer.ts');
        const made: GpuMeasurer[] = [];
        for (const site of sites) made.push(await createGpuMeasurer(device, site, radio, BUDGET / sites.length));
        kernels = made;
      } catch (cause) {
        if (!(cause instanceof LabError)) throw cause;
        giveUp(cause);
      }
    },
  };
}
