/** The graphics processors that a browser test may try, and how far a kernel may be from its twin. */
import { expect } from 'vitest';
import { requestAdapter, requestDevice } from '../webgpu.ts';

/** One of them; its device is the test file's own. */
export interface TestDevice {
  readonly name: string;
  readonly device: GPUDevice;
}

/** Every adapter that this browser offers, at least its software one. */
export async function devicesAtHand(): Promise<TestDevice[]> {
  const devices = new Map<string, TestDevice>();
  for (const options of [{}, { forceFallbackAdapter: true }]) {
    const adapter = await requestAdapter(options);
    if (!adapter) continue;
    const { vendor, architecture } = adapter.info;
    const name = `${vendor} ${architecture}`;
    if (!devices.has(name)) devices.set(name, { name, device: await requestDevice(adapter) });
  }
  if (devices.size === 0) throw new Error('This browser offers no WebGPU adapter, so no kernel can be tested.');
  return [...devices.values()];
}

/** Expects every element within 1e-4 of the largest expected one. */
export function expectParity(actual: ArrayLike<number>, expected: ArrayLike<number>, share = 1e-4): void {
  let largest = 0;
  for (let i = 0; i < expected.length; i++) largest = Math.max(largest, Math.abs(expected[i]));
  expect(largest).toBeGreaterThan(0);
  expect(actual).toBeAllclose(expected, { absolute: share * largest, relative: 0 });
}
