/**
 * Starts a tfjs backend in a page, a worker or Node. Each backend is fetched only when it is the one that runs.
 */
import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../errors/lab-error.ts';
import { knowsVectors } from '../numerics/simd/library.ts';
import { chooseBackend } from './choice.ts';
import type { BackendChoice, BackendName, PlatformFacts } from './choice.ts';
import { describeAdapter, requestAdapter, startWebGpu, stopWebGpu } from './webgpu.ts';

/** Where the three wasm binaries lie, by their published names; a page passes the URLs its bundler gave them. */
export type WasmPaths = Readonly<
  Record<'tfjs-backend-wasm.wasm' | 'tfjs-backend-wasm-simd.wasm' | 'tfjs-backend-wasm-threaded-simd.wasm', string>
>;

/** How a backend is started. */
export interface BackendOptions {
  /** 'auto' follows {@link chooseBackend}. */
  readonly requested: BackendName | 'auto';
  /** Needed in a page or a worker; Node finds the binaries beside the package. */
  readonly wasmPaths?: WasmPaths;
  /** Called when the device fails later: a shader that does not compile, or a lost device. */
  readonly onDeviceError?: (error: LabError) => void;
}

/** Probes what this page, worker or process can run on. */
async function probePlatform(): Promise<PlatformFacts> {
  const adapter = await requestAdapter();
  return {
    adapter: adapter && describeAdapter(adapter),
    wasm: typeof WebAssembly === 'object',
    wasmSimd: knowsVectors(),
  };
}

/**
 * Chooses and starts the backend that all later tensor work of this thread uses.
 *
 * @returns the backend that runs and why; if the chosen one fails to start, the next slower one and that reason
 * @throws LabError 'device' where not even plain JavaScript starts
 */
export async function startBackend(options: BackendOptions): Promise<BackendChoice> {
  const platform = await probePlatform();
  let choice = chooseBackend(options.requested, platform);
  for (;;) {
    try {
      await start(choice.name, options);
      return choice;
    } catch (cause) {
      const words = cause instanceof Error ? cause.message : String(cause);
      if (choice.name === 'cpu') {
        throw new LabError('device', `No compute backend starts: ${words}`, 'Try another browser.');
      }
      const next: BackendName = choice.name === 'webgpu' && platform.wasm ? 'wasm' : 'cpu';
      const title = next === 'wasm' ? 'WebAssembly' : 'Plain JavaScript';
      choice = { name: next, reason: `${title}, because ${choice.name} did not start: ${words}` };
    }
  }
}

async function start(name: BackendName, options: BackendOptions): Promise<void> {
  switch (name) {
    case 'webgpu':
      await startWebGpu(options.onDeviceError);
      break;
    case 'wasm': {
      const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
      if (options.wasmPaths) setWasmPaths(options.wasmPaths);
      await use('wasm');
      break;
    }
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
      await use('cpu');
      break;
    default:
      name satisfies never;
  }
}

async function use(name: BackendName): Promise<void> {
  stopWebGpu();
  if (!(await tf.setBackend(name))) throw new Error(`the ${name} backend could not be initialised`);
  await tf.ready();
}
