import { describe, expect, it, vi } from 'vitest';
import { LabError } from '../../errors/lab-error.ts';
import { f64x2, i32, i32x4, v128 } from './assembler.ts';
import type { Code, Kernel, ValueType } from './assembler.ts';
import { createKernelLibrary } from './library.ts';

/** Runs a kernel on a memory that begins with some bytes. */
function runOn(initial: ArrayBufferView, kernel: Kernel, ...values: number[]): { memory: ArrayBuffer; result: number } {
  const { memory, find } = createKernelLibrary([kernel]).instantiate(1);
  new Uint8Array(memory).set(new Uint8Array(initial.buffer));
  return { memory, result: find(kernel.name)(...values) };
}

/** A kernel that returns a word made of its parameters. */
function wordOf(write: (...parameters: Code[]) => Code, parameters: readonly ValueType[] = ['i32', 'i32']): Kernel {
  return { name: 'word', parameters, write: (_, ...values) => write(...values) };
}

/** A kernel that stores the vector made of the two in memory behind them. */
function vectorOf(combine: (a: Code, b: Code) => Code): Kernel {
  return {
    name: 'vector',
    parameters: ['i32'],
    write(scope, at) {
      const a = scope.let('v128', v128.load(at, 0));
      const b = scope.let('v128', v128.load(at, 16));
      scope.run(v128.store(at, 32, combine(a, b)));
      return undefined;
    },
  };
}

/** What such a kernel makes of doubles. */
function doubles(combine: (a: Code, b: Code) => Code): number[] {
  const { memory } = runOn(Float64Array.of(3, -5, 0.5, 7), vectorOf(combine), 0);
  return [...new Float64Array(memory, 32, 2)];
}

/** What such a kernel makes of words. */
function words(combine: (a: Code, b: Code) => Code): number[] {
  const { memory } = runOn(Int32Array.of(3, -5, -2147483648, 9, 2, 5, 7, -1), vectorOf(combine), 0);
  return [...new Int32Array(memory, 32, 4)];
}

describe('assembled kernels', () => {
  it.each([0, 1, -1, 63, 64, -64, -65, 127, 128, 8191, 8192, -8193, 2147483647, -2147483648, 0x5a2d97])(
    'know the constant %i',
    (value) => {
      expect(
        runOn(
          new Uint8Array(1),
          wordOf(() => i32.constant(value)),
          0,
          0,
        ).result,
      ).toBe(value);
    },
  );

  it('do the arithmetic of words', () => {
    const of = (operation: (a: Code, b: Code) => Code, a: number, b: number): number =>
      runOn(new Uint8Array(1), wordOf(operation), a, b).result;
    expect(of(i32.add, 2147483647, 1)).toBe(-2147483648);
    expect(of(i32.subtract, 3, 5)).toBe(-2);
    expect(of(i32.multiply, 0x12345, 0x6789a)).toBe(Math.imul(0x12345, 0x6789a));
    expect(of(i32.or, 5, 8)).toBe(13);
    expect([of(i32.isLess, 1, 2), of(i32.isLess, 2, 2), of(i32.isLess, -1, 2)]).toEqual([1, 0, 0]);
  });

  it('do the arithmetic of two doubles', () => {
    expect(doubles(f64x2.add)).toEqual([3.5, 2]);
    expect(doubles(f64x2.subtract)).toEqual([2.5, -12]);
    expect(doubles(f64x2.multiply)).toEqual([1.5, -35]);
    expect(doubles(() => f64x2.constant(-0.1))).toEqual([-0.1, -0.1]);
    expect(doubles(() => f64x2.loadSplat(i32.constant(0), 8))).toEqual([-5, -5]);
  });

  it('turn complex numbers by a quarter', () => {
    const turned = (turn: typeof f64x2.turn): number[] => {
      const { memory } = runOn(
        Float64Array.of(3, -5),
        {
          name: 'turn',
          parameters: ['i32'],
          write(scope, at) {
            scope.run(v128.store(at, 16, turn(scope.let('v128', v128.load(at, 0)))));
            return undefined;
          },
        },
        0,
      );
      return [...new Float64Array(memory, 16, 2)];
    };
    expect(turned(f64x2.turn)).toEqual([5, 3]);
    expect(turned(f64x2.turnBack)).toEqual([-5, -3]);
    expect(turned(f64x2.swap)).toEqual([-5, 3]);
  });

  it('turn numbers into others', () => {
    const singles = new Float32Array(
      runOn(
        Float64Array.of(0.1, -1e-50),
        vectorOf((a) => f64x2.toSingles(a)),
        0,
      ).memory,
      32,
      4,
    );
    expect([...singles]).toEqual([Math.fround(0.1), -0, 0, 0]);
    const back = new Float64Array(
      runOn(
        Float32Array.of(0.1, -7),
        vectorOf((a) => f64x2.fromSingles(a)),
        0,
      ).memory,
      32,
      2,
    );
    expect([...back]).toEqual([Math.fround(0.1), -7]);
    const fromWords = new Float64Array(
      runOn(
        Int32Array.of(-9, 2147483647),
        vectorOf((a) => f64x2.fromWords(a)),
        0,
      ).memory,
      32,
      2,
    );
    expect([...fromWords]).toEqual([-9, 2147483647]);
  });

  it('do the arithmetic of four words', () => {
    expect(words(i32x4.add)).toEqual([5, 0, -2147483641, 8]);
    expect(words(i32x4.multiply)).toEqual([6, -25, -2147483648, -9]);
    expect(words((a) => i32x4.shiftRight(a, i32.constant(28)))).toEqual([0, 15, 8, 0]);
    // The magnitude of the least word is itself; as a word without a sign it is right.
    expect(words((a) => i32x4.magnitude(a))).toEqual([3, 5, -2147483648, 9]);
    expect(words((a, b) => i32x4.isAtLeast(i32x4.magnitude(a), b))).toEqual([-1, -1, -1, 0]);
    expect(words((a) => i32x4.splat(i32x4.signs(a)))[0]).toBe(0b0110);
    expect(words((a) => i32x4.splat(i32x4.extract(3, a)))[0]).toBe(9);
    expect(words(() => v128.fromWords([1, 2, 3, 4].map(i32.constant)))).toEqual([1, 2, 3, 4]);
    expect(words((a, b) => v128.xor(a, b))).toEqual([1, -5 ^ 5, -2147483648 ^ 7, 9 ^ -1]);
  });

  it('repeat, and do things only where a condition holds', () => {
    // Sums the odd numbers below the parameter.
    const kernel: Kernel = {
      name: 'sum',
      parameters: ['i32'],
      write(scope, end) {
        const sum = scope.let('i32', i32.constant(0));
        const i = scope.let('i32', i32.constant(0));
        scope.repeat(() => {
          scope.when(i32.subtract(i, i32.multiply(i32.shiftRight(i, i32.constant(1)), i32.constant(2))), () =>
            scope.set(sum, i32.add(sum, i)),
          );
          scope.advance(i, 1);
          return i32.isLess(i, end);
        });
        return sum;
      },
    };
    expect(runOn(new Uint8Array(1), kernel, 1000).result).toBe(250_000);
  });

  it('cannot reach beyond their memory, and say what they do not have', () => {
    const { memory, find } = createKernelLibrary([vectorOf(f64x2.add)]).instantiate(65537);
    expect(memory.byteLength).toBe(131072);
    expect(() => find('vector')(131072 - 32)).toThrow(WebAssembly.RuntimeError);
    expect(() => find('matrix')).toThrow(RangeError);
  });

  it('are refused with a reason where the engine knows no vectors', () => {
    const validate = vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    try {
      expect(() => createKernelLibrary([vectorOf(f64x2.add)]).instantiate(1)).toThrow(LabError);
    } finally {
      validate.mockRestore();
    }
  });

  it('are checked by the engine', () => {
    const wrong = createKernelLibrary([wordOf(() => f64x2.constant(1))]);
    expect(() => wrong.instantiate(1)).toThrow(WebAssembly.CompileError);
  });
});
