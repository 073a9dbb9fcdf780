/**
 * WebGPU in Node, by Dawn: the npm package `webgpu`, where somebody has installed it beside the project. It is no dependency,
 * because its binaries for every system weigh 130 MB and most machines that run the terminal have no graphics processor.
 */
import * as v from 'valibot';

/** What is used of the package. */
const PACKAGE = v.object({ create: v.function(), globals: v.record(v.string(), v.unknown()) });

/** How to get it, for messages. */
export const DAWN_HINT = 'Install it with: npm install --no-save webgpu. Or leave --backend out.';

/**
 * Makes `navigator.gpu` and the constants of WebGPU known to this process, unless they are or the package is missing.
 *
 * @returns whether WebGPU can be asked for an adapter now
 */
export async function provideWebGpu(): Promise<boolean> {
  const known = (globalThis as { navigator?: { gpu?: GPU } }).navigator;
  if (known?.gpu) return true;
  // The name in a variable, so that neither compiler nor bundler looks for what need not be there.
  const name = 'webgpu';
  const dawn = v.safeParse(PACKAGE, await import(/* @vite-ignore */ name).catch(() => null));
  if (!dawn.success) return false;
  const { create, globals } = dawn.output;
  Object.assign(globalThis, globals);
  const gpu: unknown = create([]);
  // Node 21 and later have a navigator of their own, which cannot be replaced but takes what is added.
  if (known) Object.defineProperty(known, 'gpu', { value: gpu, configurable: true });
  else Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  return true;
}
