/** The quick part of the counter's normal numbers, four at a time. */
import { ZIGGURAT } from './random.ts';
import { f64x2, i32, i32x4, v128 } from './simd/assembler.ts';
import type { Code, Kernel, Scope } from './simd/assembler.ts';
import { createKernelLibrary } from './simd/library.ts';
import type { Kernels } from './simd/library.ts';

/** Numbers that are drawn at once; a multiple of four. They and their tables stay in the nearest cache. */
export const BLOCK = 2048;

/** Bytes of a layer in the table: its scale in double precision, its threshold as a word, and padding. */
const ENTRY = 16;

/** Four words through `mixBits`. */
function mixFour(scope: Scope, words: Code): Code {
  const keep = (value: Code): Code => scope.let('v128', value);
  const fold = (value: Code, by: number): Code => v128.xor(value, i32x4.shiftRight(value, i32.constant(by)));
  const first = keep(i32x4.multiply(fold(keep(words), 16), i32x4.splat(i32.constant(0x21f0aaad))));
  return fold(keep(i32x4.multiply(fold(first, 15), i32x4.splat(i32.constant(0x735a2d97)))), 15);
}

/**
 * Draws as many numbers as asked for, a multiple of four, and lists where a number fell outside the quick region of its layer:
 * sixteen times the index of the first of four, plus a bit for each of them.
 *
 * @returns the end of the list, bytes
 */
const drawQuick: Kernel = {
  name: 'drawQuick',
  parameters: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'f64'],
  write(scope, table, numbers, list, count, state, increment, standardDeviation) {
    const times = (factor: number): Code => i32.multiply(increment, i32.constant(factor));
    const start = v128.fromWords([i32.constant(0), increment, times(2), times(3)]);
    const states = scope.let('v128', i32x4.add(i32x4.splat(state), start));
    const step = scope.let('v128', i32x4.splat(times(4)));
    const scale = scope.let('v128', f64x2.splat(standardDeviation));
    const entries = scope.let('v128', i32x4.splat(table));
    const index = scope.let('i32', i32.constant(0));
    const to = scope.let('i32', numbers);
    const noted = scope.let('i32', list);
    scope.repeat(() => {
      const bits = scope.let('v128', mixFour(scope, states));
      const layers = v128.and(bits, i32x4.splat(i32.constant(ZIGGURAT.threshold.length - 1)));
      const places = scope.let('v128', i32x4.add(entries, i32x4.multiply(layers, i32x4.splat(i32.constant(ENTRY)))));
      const [a, b, c, d] = [0, 1, 2, 3].map((lane) => scope.let('v128', v128.load(i32x4.extract(lane, places), 0)));
      const upper = v128.pick(UPPER_HALF, bits, bits);
      const near = multiplyAll(f64x2.fromWords(bits), v128.pick(LOWER_HALVES, a, b), scale);
      const far = multiplyAll(f64x2.fromWords(upper), v128.pick(LOWER_HALVES, c, d), scale);
      scope.run(v128.store(to, 0, v128.pick(LOWER_HALVES, f64x2.toSingles(near), f64x2.toSingles(far))));
      const thresholds = v128.pick(LOWER_HALVES, v128.pick(THIRD_WORDS, a, b), v128.pick(THIRD_WORDS, c, d));
      const outside = scope.let('v128', i32x4.isAtLeast(i32x4.magnitude(bits), thresholds));
      scope.when(v128.isAnySet(outside), () => {
        const note = i32.or(i32.multiply(index, i32.constant(16)), i32x4.signs(outside));
        scope.run(i32.store(noted, 0, note));
        scope.advance(noted, 4);
      });
      scope.set(states, i32x4.add(states, step));
      scope.advance(to, 16);
      scope.advance(index, 4);
      return i32.isLess(index, count);
    });
    return noted;
  },
};

const LOWER_HALVES = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
const UPPER_HALF = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15];
/** The third word of either vector, and again. */
const THIRD_WORDS = [8, 9, 10, 11, 24, 25, 26, 27, 8, 9, 10, 11, 24, 25, 26, 27];

function multiplyAll(first: Code, ...others: readonly Code[]): Code {
  return others.reduce((product, factor) => f64x2.multiply(product, factor), first);
}

const LIBRARY = createKernelLibrary([drawQuick]);

const NUMBERS_AT = ENTRY * ZIGGURAT.threshold.length;
const LIST_AT = NUMBERS_AT + 4 * BLOCK;
const BYTES = LIST_AT + BLOCK;

/** A block of numbers; what it holds belongs to the latest call. */
export interface NoiseBlock {
  /** [BLOCK] */
  readonly numbers: Float32Array;
  /** Where numbers are missing: sixteen times the index of the first of four, plus a bit for each of them. */
  readonly missing: Int32Array;
  /**
   * @param count of numbers, at most `BLOCK`
   * @returns how many places of `missing` count
   */
  draw(this: void, count: number, state: number, increment: number, standardDeviation: number): number;
}

let block: NoiseBlock | null = null;

/** The block that all streams share. */
export function sharedNoiseBlock(): NoiseBlock {
  block ??= createNoiseBlock(LIBRARY.instantiate(BYTES));
  return block;
}

function createNoiseBlock({ memory, find }: Kernels): NoiseBlock {
  const table = new DataView(memory);
  for (const [layer, threshold] of ZIGGURAT.threshold.entries()) {
    table.setFloat64(ENTRY * layer, ZIGGURAT.scale[layer], true);
    table.setInt32(ENTRY * layer + 8, threshold, true);
  }
  const drawQuickly = find(drawQuick.name);
  return {
    numbers: new Float32Array(memory, NUMBERS_AT, BLOCK),
    missing: new Int32Array(memory, LIST_AT, BLOCK / 4),
    draw(count, state, increment, standardDeviation) {
      const whole = 4 * Math.ceil(count / 4);
      const end = drawQuickly(0, NUMBERS_AT, LIST_AT, whole, state, increment, standardDeviation);
      return (end - LIST_AT) / 4;
    },
  };
}
