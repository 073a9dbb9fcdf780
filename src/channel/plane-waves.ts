/**
 * The sum of plane waves over a panel and a comb, two doubles at a time: the innermost loops of `synthesizeChannel`.
 *
 * Elements m and M−1−m lie mirrored about the phase reference, so their responses are conjugate, x ± jy. With X = Σ x·g and
 * Y = Σ y·g both follow as X ± jY: half the multiplications.
 */
import { f64x2, i32, v128 } from '../numerics/simd/assembler.ts';
import type { Kernel } from '../numerics/simd/assembler.ts';
import { createKernelLibrary } from '../numerics/simd/library.ts';
import type { Kernels } from '../numerics/simd/library.ts';

/** Tones that are summed together: each weight is used so often, and the sums still fit into the registers. */
export const TONES_AT_ONCE = 4;

/** Bytes of a complex number in double and in single precision. */
const DOUBLES = 16;
const SINGLES = 8;

/** Sums all groups of tones at all pairs of elements; addresses and the length of a row in bytes. */
const sumWaves: Kernel = {
  name: 'sumWaves',
  parameters: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
  write(scope, weights, waves, target, paths, pairs, antennas, row) {
    const g = scope.let('i32', waves);
    const first = scope.let('i32', target);
    const last = scope.let('i32', i32.add(target, row));
    const zero = scope.let('v128', v128.constant(new Uint8Array(16)));
    scope.repeat(() => {
      const w = scope.let('i32', weights);
      const left = scope.let('i32', pairs);
      const near = scope.let('i32', first);
      const far = scope.let('i32', i32.add(first, i32.multiply(row, i32.subtract(antennas, i32.constant(1)))));
      scope.repeat(() => {
        const end = scope.let('i32', i32.add(w, i32.multiply(paths, i32.constant(DOUBLES))));
        const wave = scope.let('i32', g);
        const sums = Array.from({ length: TONES_AT_ONCE }, () => ({
          x: scope.let('v128', zero),
          y: scope.let('v128', zero),
        }));
        scope.repeat(() => {
          const x = scope.let('v128', f64x2.loadSplat(w, 0));
          const y = scope.let('v128', f64x2.loadSplat(w, DOUBLES / 2));
          for (const [tone, sum] of sums.entries()) {
            const value = scope.let('v128', v128.load(wave, DOUBLES * tone));
            scope.set(sum.x, f64x2.add(sum.x, f64x2.multiply(x, value)));
            scope.set(sum.y, f64x2.add(sum.y, f64x2.multiply(y, value)));
          }
          scope.advance(w, DOUBLES);
          scope.advance(wave, DOUBLES * TONES_AT_ONCE);
          return i32.isLess(w, end);
        });
        for (const [tone, { x, y }] of sums.entries()) {
          const turned = scope.let('v128', f64x2.turn(y));
          scope.run(v128.storeHalf(near, SINGLES * tone, f64x2.toSingles(f64x2.add(x, turned))));
          scope.run(v128.storeHalf(far, SINGLES * tone, f64x2.toSingles(f64x2.subtract(x, turned))));
        }
        scope.set(near, i32.add(near, row));
        scope.set(far, i32.subtract(far, row));
        scope.advance(left, -1);
        return left;
      });
      scope.set(g, i32.add(g, i32.multiply(paths, i32.constant(DOUBLES * TONES_AT_ONCE))));
      scope.advance(first, SINGLES * TONES_AT_ONCE);
      return i32.isLess(first, last);
    });
    return undefined;
  },
};

const LIBRARY = createKernelLibrary([sumWaves]);

/** Room for one sum; what it holds belongs to the latest call. */
export interface WaveSum {
  /** Array response of the first half of the elements to each path [⌈antennas/2⌉, paths, 2]. */
  readonly weights: Float64Array;
  /** The waves at the phase reference [⌈tones/4⌉, paths, 4 tones, 2]: neighbouring tones side by side, padding beside the last. */
  readonly waves: Float64Array;
  /** Responses [antennas, ⌈tones/4⌉·4, 2], after `run`. */
  readonly target: Float32Array;
  run(this: void): void;
}

/** Kept from call to call, because a memory is costly to come by; it grows with what is asked for. */
let kernels: Kernels | null = null;

/**
 * @param antennas of the panel
 * @param tones of the comb
 * @param paths one or more
 */
export function prepareWaveSum(antennas: number, tones: number, paths: number): WaveSum {
  const pairs = Math.ceil(antennas / 2);
  const groups = Math.ceil(tones / TONES_AT_ONCE);
  const row = SINGLES * TONES_AT_ONCE * groups;
  const wavesAt = DOUBLES * pairs * paths;
  const targetAt = wavesAt + DOUBLES * TONES_AT_ONCE * groups * paths;
  const bytes = targetAt + antennas * row;
  if (!kernels || kernels.memory.byteLength < bytes) kernels = LIBRARY.instantiate(bytes);
  const { memory, find } = kernels;
  const sum = find(sumWaves.name);
  return {
    weights: new Float64Array(memory, 0, 2 * pairs * paths),
    waves: new Float64Array(memory, wavesAt, 2 * TONES_AT_ONCE * groups * paths),
    target: new Float32Array(memory, targetAt, (antennas * row) / 4),
    run: () => void sum(0, wavesAt, targetAt, paths, pairs, antennas, row),
  };
}
