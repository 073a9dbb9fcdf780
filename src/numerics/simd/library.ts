/** Kernels with a memory of their own. */
import { LabError } from '../../errors/lab-error.ts';
import { assemble, f64x2 } from './assembler.ts';
import type { Kernel } from './assembler.ts';

const PAGE = 65536;

/** An instance of a library: its functions and the memory they work in. */
export interface Kernels {
  readonly memory: ArrayBuffer;
  /**
   * A function of the library.
   *
   * @throws RangeError for a name that the library does not have
   */
  find(this: void, name: string): (...values: readonly number[]) => number;
}

/** Kernels that are assembled and compiled when they are first asked for. */
export interface KernelLibrary {
  /**
   * @param bytes of memory, all zero
   * @throws LabError 'unsupported' where the engine knows no vectors
   */
  instantiate(this: void, bytes: number): Kernels;
}

/** A library of these kernels. */
export function createKernelLibrary(kernels: readonly Kernel[]): KernelLibrary {
  let module: WebAssembly.Module | null = null;
  return {
    instantiate(bytes) {
      module ??= compile(kernels);
      const memory = new WebAssembly.Memory({ initial: Math.max(1, Math.ceil(bytes / PAGE)) });
      const { exports } = new WebAssembly.Instance(module, { kernels: { memory } });
      return {
        memory: memory.buffer,
        find(name) {
          const found = exports[name];
          if (!isFunction(found)) throw new RangeError(`no kernel is called ${name}`);
          return (...values) => Number(found(...values));
        },
      };
    },
  };
}

/** The least that holds a vector at all. */
const PROBE: Kernel = {
  name: 'probe',
  parameters: [],
  write(scope) {
    scope.let('v128', f64x2.constant(0));
    return undefined;
  },
};

/** Whether the engine knows WebAssembly with vectors. */
export function knowsVectors(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(assemble([PROBE]));
}

function compile(kernels: readonly Kernel[]): WebAssembly.Module {
  if (!knowsVectors()) {
    throw new LabError(
      'unsupported',
      'This browser has no WebAssembly with vectors, which the channel and its measurement are computed with.',
      'Open the page in Chrome 91, Firefox 89, Safari 16.4 or later.',
    );
  }
  return new WebAssembly.Module(assemble(kernels));
}

/** What an export is after `typeof` has called it a function. */
type Export = (...values: readonly number[]) => unknown;

function isFunction(value: unknown): value is Export {
  return typeof value === 'function';
}
