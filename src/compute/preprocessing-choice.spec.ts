import { describe, expect, it } from 'vitest';
import type { AdapterFacts, BackendName } from './choice.ts';
import { choosePreprocessing, twinsAfterFailure } from './preprocessing-choice.ts';
import type { PreprocessingName } from './preprocessing-choice.ts';

const real: AdapterFacts = { isFallback: false, vendor: 'apple', architecture: 'metal-3' };
const swiftshader: AdapterFacts = { isFallback: false, vendor: 'google', architecture: 'swiftshader' };
const fallback: AdapterFacts = { isFallback: true, vendor: 'intel', architecture: 'gen-12' };

const TABLE: readonly (readonly [BackendName, string, AdapterFacts | null, PreprocessingName, RegExp])[] = [
  ['webgpu', 'a real adapter', real, 'webgpu', /graphics processor, where the networks run/],
  ['webgpu', 'a software adapter', swiftshader, 'cpu', /software/],
  ['webgpu', 'a fallback adapter', fallback, 'cpu', /software/],
  ['wasm', 'a real adapter', real, 'cpu', /do not run on WebGPU/],
  ['wasm', 'no adapter', null, 'cpu', /do not run on WebGPU/],
  ['cpu', 'a software adapter', swiftshader, 'cpu', /do not run on WebGPU/],
];

describe('choosePreprocessing', () => {
  it.each(TABLE)('with networks on %s and %s', (backend, _, adapter, name, words) => {
    const choice = choosePreprocessing(backend, adapter);
    expect(choice.name).toBe(name);
    expect(choice.reason).toMatch(words);
    expect(choice.reason).toMatch(/^[A-Z].*\.$/);
  });

  it('says what happened to kernels that failed, in a sentence', () => {
    const { name, reason } = twinsAfterFailure('The kernel "covariance" was refused: no.\n');
    expect(name).toBe('cpu');
    expect(reason).toBe(
      'Signals on the processor, because the graphics processor failed: The kernel "covariance" was refused: no.',
    );
  });
});
