/** Where channels are made and measured: the rule alone, without touching any device, so that it can be tested. */
import { asSentence, isSoftwareAdapter } from './choice.ts';
import type { AdapterFacts, BackendName } from './choice.ts';

/** Kernels on the graphics processor, or their twins in double precision. */
export type PreprocessingName = 'webgpu' | 'cpu';

/** The choice and the reason for it, one sentence for the page. */
export interface PreprocessingChoice {
  readonly name: PreprocessingName;
  readonly reason: string;
}

/**
 * Chooses the kernels where the networks run on a real graphics processor, on whose device they then share; else their twins. A
 * software adapter gets the twins even where WebGPU was asked for: it is many times slower than they are.
 *
 * @param backend what the networks run on
 * @param adapter null without WebGPU
 */
export function choosePreprocessing(backend: BackendName, adapter: AdapterFacts | null): PreprocessingChoice {
  switch (backend) {
    case 'webgpu':
      if (!adapter || isSoftwareAdapter(adapter)) {
        return {
          name: 'cpu',
          reason: 'Signals on the processor: the graphics adapter is a software one, which is slower.',
        };
      }
      return { name: 'webgpu', reason: 'Signals on the graphics processor, where the networks run.' };
    case 'wasm':
    case 'cpu':
      return { name: 'cpu', reason: 'Signals on the processor: the networks do not run on WebGPU.' };
    default:
      return backend satisfies never;
  }
}

/**
 * The twins, because the kernels have failed.
 *
 * @param words what happened to them
 */
export function twinsAfterFailure(words: string): PreprocessingChoice {
  return {
    name: 'cpu',
    reason: `Signals on the processor, because the graphics processor failed: ${asSentence(words)}`,
  };
}

/** The twins, because an evaluation is measured over again. */
export const TWINS_OF_EVALUATION: PreprocessingChoice = {
  name: 'cpu',
  reason: 'Signals on the processor: an evaluation draws its noise one number after the other.',
};
