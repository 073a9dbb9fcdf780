/** Which backend does the work: the rule alone, without touching any device, so that it can be tested. */

/** Where tensors are computed. */
export type BackendName = 'webgpu' | 'wasm' | 'cpu';

/** What a WebGPU adapter says about itself. */
export interface AdapterFacts {
  /** True where the adapter is the browser's software fallback. */
  readonly isFallback: boolean;
  readonly vendor: string;
  readonly architecture: string;
}

/** What the machine offers. */
export interface PlatformFacts {
  /** Null without WebGPU or without an adapter. */
  readonly adapter: AdapterFacts | null;
  /** Whether WebAssembly with 128-bit SIMD runs here. */
  readonly wasmSimd: boolean;
  /** Whether WebAssembly runs at all. */
  readonly wasm: boolean;
}

/** A backend and the reason for it, one sentence for the page. */
export interface BackendChoice {
  readonly name: BackendName;
  readonly reason: string;
}

/** True for software rasterisers, which run at about 0.3 GFLOP/s against about 20 of the SIMD wasm backend. */
export function isSoftwareAdapter(adapter: AdapterFacts): boolean {
  return adapter.isFallback || /swiftshader|llvmpipe|lavapipe|warp/i.test(`${adapter.architecture} ${adapter.vendor}`);
}

/**
 * Chooses the backend: WebGPU on a real graphics processor only, else WebAssembly, else plain JavaScript.
 *
 * @param requested 'auto' follows the rule; a name is taken at its word where it can run at all
 * @param platform what the machine offers
 */
export function chooseBackend(requested: BackendName | 'auto', platform: PlatformFacts): BackendChoice {
  const { adapter, wasm, wasmSimd } = platform;
  switch (requested) {
    case 'webgpu':
      if (adapter) return { name: 'webgpu', reason: 'WebGPU, because it was asked for.' };
      return fallBack(platform, 'WebGPU was asked for, but this machine offers no adapter');
    case 'wasm':
      if (wasm) return { name: 'wasm', reason: 'WebAssembly, because it was asked for.' };
      return { name: 'cpu', reason: 'Plain JavaScript: WebAssembly was asked for, but it is not available here.' };
    case 'cpu':
      return { name: 'cpu', reason: 'Plain JavaScript, because it was asked for.' };
    case 'auto':
      if (adapter && !isSoftwareAdapter(adapter)) {
        const which = [adapter.vendor, adapter.architecture].filter(Boolean).join(' ') || 'unnamed';
        return { name: 'webgpu', reason: `WebGPU on a real graphics processor (${which}).` };
      }
      return fallBack(
        platform,
        adapter
          ? `the only WebGPU adapter is a software one, ${wasmSimd ? 'many times slower' : 'which is slow'}`
          : 'there is no WebGPU adapter',
      );
    default:
      return requested satisfies never;
  }
}

const TITLES: Readonly<Record<BackendName, string>> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  cpu: 'Plain JavaScript',
};

/**
 * Says why a backend runs now that another one, or the same one before, has failed.
 *
 * @param failed what ran before
 * @param words what happened to it
 */
export function reasonAfterFailure(name: BackendName, failed: BackendName, words: string): string {
  const happened = asSentence(words);
  return name === failed
    ? `${TITLES[name]}, started again after it failed: ${happened}`
    : `${TITLES[name]}, because ${TITLES[failed]} failed: ${happened}`;
}

/** Somebody else's words in one line with one full stop at their end. */
export function asSentence(words: string): string {
  return `${words
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[.:\s]+$/, '')}.`;
}

function fallBack(platform: PlatformFacts, because: string): BackendChoice {
  if (platform.wasm) {
    return { name: 'wasm', reason: `WebAssembly${platform.wasmSimd ? ' with SIMD' : ''}: ${because}.` };
  }
  return { name: 'cpu', reason: `Plain JavaScript: ${because}, and WebAssembly is not available.` };
}
