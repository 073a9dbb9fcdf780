/**
 * The WebGPU device, created by us: only then can its errors be heard. tfjs would drop them, and a shader that does not
 * compile would return a stale buffer without a word.
 */
import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../errors/lab-error.ts';

/** The limits that tfjs sizes its kernels by. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

/** The adapter of this page or worker, or null where there is none. */
export async function requestAdapter(): Promise<GPUAdapter | null> {
  // Node 20 has no navigator, and older browsers no navigator.gpu, whatever the type says.
  const gpu = (globalThis as { navigator?: { gpu?: GPU } }).navigator?.gpu;
  if (!gpu) return null;
  try {
    return await gpu.requestAdapter({ powerPreference: 'high-performance' });
  } catch {
    return null;
  }
}

/**
 * Creates a device, registers the tfjs backend on it and makes it current.
 *
 * @param onDeviceError hears validation errors and the loss of the device
 * @throws Error where there is no adapter or the device is refused
 */
export async function startWebGpu(onDeviceError?: (error: LabError) => void): Promise<void> {
  const adapter = await requestAdapter();
  if (!adapter) throw new Error('there is no WebGPU adapter');
  const device = await adapter.requestDevice({
    requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
    requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  });
  device.addEventListener('uncapturederror', (event) => {
    onDeviceError?.(
      new LabError(
        'device',
        `The graphics processor reported: ${event.error.message}`,
        'Switch the backend to WebAssembly.',
      ),
    );
  });
  void device.lost.then((info) => {
    // Our own dispose() also resolves this promise; only a loss that nobody asked for is news.
    if (info.reason !== 'destroyed') {
      onDeviceError?.(
        new LabError(
          'device',
          `The graphics processor was lost: ${info.message}`,
          'Reload the page, or switch the backend to WebAssembly.',
        ),
      );
    }
  });
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  // The package registers a backend that makes a device of its own.
  if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info), 3);
  if (!(await tf.setBackend('webgpu'))) throw new Error('the webgpu backend could not be initialised');
  await tf.ready();
}
