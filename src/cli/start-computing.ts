/** Starts what computes tensors in the terminal. */
import { startBackend } from '../compute/backend.ts';
import type { BackendChoice, BackendName } from '../compute/choice.ts';
import { DAWN_HINT, provideWebGpu } from '../compute/dawn.ts';
import { LabError } from '../errors/lab-error.ts';

/**
 * @param requested 'auto' takes a real graphics processor where the package for it is installed, else WebAssembly
 * @returns what runs, and why
 * @throws LabError 'unsupported' where WebGPU was asked for by name and does not run: figures would come from elsewhere than was
 *   asked
 */
export async function startComputing(requested: BackendName | 'auto' = 'auto'): Promise<BackendChoice> {
  const wantsWebGpu = requested === 'auto' || requested === 'webgpu';
  const provided = wantsWebGpu && (await provideWebGpu());
  if (requested === 'webgpu' && !provided) {
    throw new LabError('unsupported', 'Node has no WebGPU of its own, and the package for it is missing.', DAWN_HINT);
  }
  const choice = await startBackend({ requested });
  if (requested === 'webgpu' && choice.name !== 'webgpu') {
    throw new LabError('unsupported', choice.reason, 'Leave --backend out, and WebAssembly computes.');
  }
  return choice;
}
