/**
 * The WebGPU device, created by us: only then can its errors be heard. tfjs would drop them, and a shader that does not
 * compile would return a stale buffer without a word.
 */
import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../errors/lab-error.ts';
import type { AdapterFacts } from './choice.ts';

/** The limits that tfjs sizes its kernels by. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

/**
 * The adapter of this page or worker, or null where there is none.
 *
 * @param options the strongest processor by default
 */
export async function requestAdapter(
  options: GPURequestAdapterOptions = { powerPreference: 'high-performance' },
): Promise<GPUAdapter | null> {
  // Node 20 has no navigator, and older browsers no navigator.gpu, whatever the type says.
  const gpu = (globalThis as { navigator?: { gpu?: GPU } }).navigator?.gpu;
  if (!gpu) return null;
  try {
    return await gpu.requestAdapter(options);
  } catch {
    return null;
  }
}

/** What an adapter says about itself. */
export function describeAdapter({ info }: GPUAdapter): AdapterFacts {
  return { isFallback: info.isFallbackAdapter ?? false, vendor: info.vendor, architecture: info.architecture };
}

/** A device with all that the adapter has to offer. */
export function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  return adapter.requestDevice({
    requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
    requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  });
}

/** The device that the registered backend computes on, and what its adapter says about itself. */
let current: GPUDevice | null = null;
let currentFacts: AdapterFacts | null = null;

/**
 * The device that tensors lie on, for kernels whose buffers become tensors; null unless WebGPU runs. Who asks does not own
 * it: it is gone with the backend.
 */
export function currentWebGpuDevice(): GPUDevice | null {
  return current;
}

/** What the adapter of that device says about itself; null unless WebGPU runs. */
export function currentAdapter(): AdapterFacts | null {
  return currentFacts;
}

/**
 * Creates a device, registers the tfjs backend on it and makes it current. An earlier device gives way, and with it
 * every tensor that lies on it.
 *
 * @param onDeviceError hears validation errors, memory that runs out and the loss of the device
 * @throws Error where there is no adapter or the device is refused
 */
export async function startWebGpu(onDeviceError?: (error: LabError) => void): Promise<void> {
  const adapter = await requestAdapter();
  if (!adapter) throw new Error('there is no WebGPU adapter');
  const device = await requestDevice(adapter);
  const report = (words: string): void => {
    // A device that gave way may say what it likes.
    if (current === device) onDeviceError?.(new LabError('device', words, 'Switch the backend to WebAssembly.'));
  };
  device.addEventListener('uncapturederror', ({ error }) =>
    report(`The graphics processor reported: ${error.message}`),
  );
  void device.lost.then(({ message }) => report(`The graphics processor was lost: ${message}`));
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  stopWebGpu();
  // The package registers a backend that makes a device of its own.
  if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
  current = device;
  currentFacts = describeAdapter(adapter);
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info), 3);
  if (!(await tf.setBackend('webgpu'))) throw new Error('the webgpu backend could not be initialised');
  await tf.ready();
}

/** Gives the device and its memory back, if there is one; tensors on it are gone. */
export function stopWebGpu(): void {
  if (!current) return;
  const device = current;
  current = null;
  currentFacts = null;
  tf.removeBackend('webgpu');
  device.destroy();
}

/**
 * Compiles what some tensor work needs, without doing it: at its first use every shader costs a part of a second. Does
 * nothing on other backends, which compile nothing.
 *
 * @param work whose results are neither read nor kept
 */
export async function compileShaders(work: () => void): Promise<void> {
  if (tf.getBackend() !== 'webgpu') return;
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  const backend = tf.backend();
  if (!(backend instanceof WebGPUBackend)) throw new Error('The webgpu backend is not the one that was registered.');
  tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', true);
  try {
    work();
    await backend.checkCompileCompletionAsync();
  } finally {
    tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', false);
  }
}
