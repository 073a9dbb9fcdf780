import { describe, expect, it } from 'vitest';
import { chooseBackend, isSoftwareAdapter, reasonAfterFailure } from './choice.ts';
import type { AdapterFacts, PlatformFacts } from './choice.ts';

const real: AdapterFacts = { isFallback: false, vendor: 'nvidia', architecture: 'ampere' };
const swiftshader: AdapterFacts = { isFallback: false, vendor: 'google', architecture: 'swiftshader' };
const platform = (changes: Partial<PlatformFacts>): PlatformFacts => ({
  adapter: null,
  wasm: true,
  wasmSimd: true,
  ...changes,
});

describe('chooseBackend', () => {
  it('takes WebGPU on a real adapter and names it', () => {
    const choice = chooseBackend('auto', platform({ adapter: real }));
    expect(choice.name).toBe('webgpu');
    expect(choice.reason).toContain('nvidia ampere');
  });

  it('takes wasm where the adapter is a software one or missing, and says which', () => {
    const software = chooseBackend('auto', platform({ adapter: swiftshader }));
    expect(software.name).toBe('wasm');
    expect(software.reason).toContain('software');
    expect(chooseBackend('auto', platform({ adapter: { ...real, isFallback: true } })).name).toBe('wasm');
    const none = chooseBackend('auto', platform({}));
    expect(none.name).toBe('wasm');
    expect(none.reason).toContain('no WebGPU adapter');
  });

  it('takes plain JavaScript where there is no wasm either', () => {
    expect(chooseBackend('auto', platform({ wasm: false, wasmSimd: false })).name).toBe('cpu');
    expect(chooseBackend('wasm', platform({ wasm: false, wasmSimd: false })).name).toBe('cpu');
  });

  it('lets the user override, software adapter or not', () => {
    expect(chooseBackend('webgpu', platform({ adapter: swiftshader })).name).toBe('webgpu');
    expect(chooseBackend('wasm', platform({ adapter: real })).name).toBe('wasm');
    expect(chooseBackend('cpu', platform({ adapter: real })).name).toBe('cpu');
    expect(chooseBackend('webgpu', platform({})).name).toBe('wasm');
  });

  it('gives a whole sentence every time', () => {
    for (const requested of ['auto', 'webgpu', 'wasm', 'cpu'] as const) {
      for (const adapter of [null, real, swiftshader]) {
        expect(chooseBackend(requested, platform({ adapter })).reason).toMatch(/^[A-Z].*\.$/);
      }
    }
  });
});

describe('isSoftwareAdapter', () => {
  it('knows the software rasterisers', () => {
    expect(isSoftwareAdapter(swiftshader)).toBe(true);
    expect(isSoftwareAdapter({ isFallback: false, vendor: 'mesa', architecture: 'llvmpipe' })).toBe(true);
    expect(isSoftwareAdapter(real)).toBe(false);
  });
});

describe('reasonAfterFailure', () => {
  it('tells a second start from another backend, in one whole sentence', () => {
    expect(reasonAfterFailure('webgpu', 'webgpu', 'The device was lost: Gone.')).toBe(
      'WebGPU, started again after it failed: The device was lost: Gone.',
    );
    expect(reasonAfterFailure('wasm', 'webgpu', 'The device was lost: ')).toBe(
      'WebAssembly, because WebGPU failed: The device was lost.',
    );
  });
});
