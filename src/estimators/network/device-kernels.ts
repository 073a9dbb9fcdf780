/** What only a page with a graphics processor loads. */
export { createArena } from '../../compute/gpu/buffers.ts';
export { runSteps } from '../../compute/gpu/kernel.ts';
export { tensorOfBuffer } from '../../compute/gpu/tensor.ts';
export { createEncoding } from '../../features/encode-gpu.ts';
