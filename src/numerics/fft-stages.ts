/**
 * Stages of a self-sorting (Stockham) decimation in frequency, a complex number of two doubles at a time. A stage reads `length`
 * points of `size/length` interleaved sub-transforms, combines them by radix, and writes as many more sub-transforms, each as
 * much shorter.
 */
import { f64x2, i32, signOf, v128 } from './simd/assembler.ts';
import type { Code, Kernel, Local, Scope } from './simd/assembler.ts';

/** Bytes of a complex number. */
export const POINT = 16;

/**
 * The twiddle factors of a stage in the order in which it asks for them: e^{−j2πpm/length} for p below length/radix and m from 1
 * to radix − 1 [length/radix, radix − 1, 2].
 */
export function stageTwiddles(length: number, radix: number): Float64Array {
  const twiddles = new Float64Array((2 * length * (radix - 1)) / radix);
  for (let p = 0, at = 0; p < length / radix; p++) {
    for (let m = 1; m < radix; m++, at += 2) {
      const angle = (2 * Math.PI * p * m) / length;
      twiddles[at] = Math.cos(angle);
      twiddles[at + 1] = -Math.sin(angle);
    }
  }
  return twiddles;
}

/** What combines the points of a sub-transform; their order in the array and in the result is that of their index. */
type Butterfly = (points: readonly Local[], keep: (value: Code) => Local) => readonly Code[];

const butterfly4: Butterfly = ([a, b, c, d], keep) => {
  const sum = keep(f64x2.add(a, c));
  const difference = keep(f64x2.subtract(a, c));
  const other = keep(f64x2.add(b, d));
  const turned = keep(f64x2.turnBack(keep(f64x2.subtract(b, d))));
  return [
    f64x2.add(sum, other),
    f64x2.add(difference, turned),
    f64x2.subtract(sum, other),
    f64x2.subtract(difference, turned),
  ];
};

/** Radix 8: 10 per cent fewer operations than radix 4, and a third fewer passes over the data. */
const butterfly8: Butterfly = ([x0, x1, x2, x3, x4, x5, x6, x7], keep) =>
  joinHalves(
    butterfly4([x0, x2, x4, x6], keep).map(keep),
    [keep(f64x2.add(x1, x5)), keep(f64x2.add(x3, x7))],
    [keep(f64x2.subtract(x1, x5)), keep(f64x2.turnBack(keep(f64x2.subtract(x3, x7))))],
    keep,
  );

/** The same where points 4 to 7 are zero. */
const halfButterfly8: Butterfly = ([x0, x1, x2, x3], keep) => {
  const turned = keep(f64x2.turnBack(x2));
  const even = [f64x2.add(x0, x2), f64x2.add(x0, turned), f64x2.subtract(x0, x2), f64x2.subtract(x0, turned)];
  return joinHalves(even.map(keep), [x1, x3], [x1, keep(f64x2.turnBack(x3))], keep);
};

/**
 * Ends a radix 8: the transform of its even points with that of its odd ones, turned by e^{−jπr/4}.
 *
 * @param sums of the opposite points among the odd ones
 * @param differences of the same, the second turned by −j
 */
function joinHalves(
  even: readonly Local[],
  sums: readonly [Local, Local],
  differences: readonly [Local, Local],
  keep: (value: Code) => Local,
): readonly Code[] {
  const half = f64x2.constant(Math.SQRT1_2);
  const first = keep(f64x2.add(...differences));
  const third = keep(f64x2.subtract(...differences));
  const odd = [
    f64x2.add(...sums),
    f64x2.multiply(half, f64x2.add(first, f64x2.turnBack(first))),
    f64x2.turnBack(keep(f64x2.subtract(...sums))),
    f64x2.multiply(half, f64x2.subtract(f64x2.turnBack(third), third)),
  ].map(keep);
  return [...even.map((e, r) => f64x2.add(e, odd[r])), ...even.map((e, r) => f64x2.subtract(e, odd[r]))];
}

/**
 * A stage: addresses of the points, of where they go and of its twiddle factors; then its length and stride.
 *
 * @param occupied points of each sub-transform that are read; the others are zero
 */
function stage(name: string, radix: number, occupied: number, butterfly: Butterfly): Kernel {
  return {
    name,
    parameters: ['i32', 'i32', 'i32', 'i32', 'i32'],
    write(scope, from, to, twiddles, length, stride) {
      const step = scope.let('i32', i32.multiply(stride, i32.constant(POINT)));
      const hop = scope.let('i32', i32.multiply(stride, i32.multiply(length, i32.constant(POINT / radix))));
      const last = scope.let('i32', i32.add(from, hop));
      const input = scope.let('i32', from);
      const output = scope.let('i32', to);
      const table = scope.let('i32', twiddles);
      scope.repeat(() => {
        const factors = Array.from({ length: radix - 1 }, (_, m) => ({
          real: scope.let('v128', f64x2.loadSplat(table, POINT * m)),
          imaginary: scope.let('v128', v128.xor(f64x2.loadSplat(table, POINT * m + POINT / 2), signOf(0))),
        }));
        const end = scope.let('i32', i32.add(input, step));
        scope.repeat(() => {
          const results = butterfly(loadPoints(scope, input, hop, occupied), (value) => scope.let('v128', value));
          const place = scope.let('i32', output);
          for (const [m, result] of results.entries()) {
            const value = scope.let('v128', result);
            scope.run(v128.store(place, 0, m === 0 ? value : turnBy(value, factors[m - 1])));
            if (m + 1 < radix) scope.set(place, i32.add(place, step));
          }
          scope.advance(input, POINT);
          scope.advance(output, POINT);
          return i32.isLess(input, end);
        });
        // Past the other results of this p.
        scope.set(output, i32.add(output, i32.multiply(step, i32.constant(radix - 1))));
        scope.advance(table, POINT * (radix - 1));
        return i32.isLess(input, last);
      });
      return undefined;
    },
  };
}

/** A last stage, where nothing is left to turn: addresses of the points and of where they go, and the size. */
function lastStage(name: string, radix: number, butterfly: Butterfly): Kernel {
  return {
    name,
    parameters: ['i32', 'i32', 'i32'],
    write(scope, from, to, size) {
      const hop = scope.let('i32', i32.multiply(size, i32.constant(POINT / radix)));
      const input = scope.let('i32', from);
      const output = scope.let('i32', to);
      const end = scope.let('i32', i32.add(from, hop));
      scope.repeat(() => {
        const results = butterfly(loadPoints(scope, input, hop, radix), (value) => scope.let('v128', value));
        const place = scope.let('i32', output);
        for (const result of results) {
          scope.run(v128.store(place, 0, result));
          scope.set(place, i32.add(place, hop));
        }
        scope.advance(input, POINT);
        scope.advance(output, POINT);
        return i32.isLess(input, end);
      });
      return undefined;
    },
  };
}

/** Every hop-th point from an address on. */
function loadPoints(scope: Scope, first: Local, hop: Local, count: number): readonly Local[] {
  const place = scope.let('i32', first);
  return Array.from({ length: count }, (_, i) => {
    if (i > 0) scope.set(place, i32.add(place, hop));
    return scope.let('v128', v128.load(place, 0));
  });
}

/** A point times a twiddle factor, given as (re, re) and (−im, im). */
function turnBy(value: Local, factor: { readonly real: Local; readonly imaginary: Local }): Code {
  return f64x2.add(f64x2.multiply(factor.real, value), f64x2.multiply(factor.imaginary, f64x2.swap(value)));
}

/** All stages. */
export const FFT_STAGES = [
  stage('radix8', 8, 8, butterfly8),
  stage('radix8Half', 8, 4, halfButterfly8),
  stage('radix4', 4, 4, butterfly4),
  lastStage('lastRadix4', 4, butterfly4),
  lastStage('lastRadix2', 2, ([a, b]) => [f64x2.add(a, b), f64x2.subtract(a, b)]),
] as const;
