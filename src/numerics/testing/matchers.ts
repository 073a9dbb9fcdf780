/** `toBeAllclose`: the one matcher for arrays in every test. */
import { expect } from 'vitest';

/** Allowed difference: |actual − expected| ≤ absolute + relative · |expected|, element by element. */
export interface Tolerance {
  readonly relative?: number;
  readonly absolute?: number;
}

interface AllcloseMatchers<T> {
  /** Every element within tolerance; lengths equal; NaN equals NaN. Two plain numbers are for `toBeCloseTo`. */
  toBeAllclose: NonNullable<T> extends ArrayLike<number>
    ? (expected: ArrayLike<number>, tolerance?: Tolerance) => void
    : never;
}

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface Matchers<T> extends AllcloseMatchers<T> {}
}

expect.extend({
  toBeAllclose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: Tolerance = {}) {
    const { relative = 1e-6, absolute = 1e-9 } = tolerance;
    if (!isArrayLike(actual) || !isArrayLike(expected)) {
      // Thrown, because `not` would take a failure for what it asked for.
      throw new TypeError(`toBeAllclose compares arrays, got ${typeof actual} and ${typeof expected}`);
    }
    if (actual.length !== expected.length) {
      return { pass: false, message: () => `lengths differ: ${actual.length} against ${expected.length}` };
    }
    let worst = -1;
    let worstExcess = 0;
    let wrong = 0;
    for (let i = 0; i < actual.length; i++) {
      const a = actual[i];
      const e = expected[i];
      if (Object.is(a, e) || a === e) continue;
      const excess = Math.abs(a - e) - (absolute + relative * Math.abs(e));
      if (excess > 0 || Number.isNaN(excess)) {
        wrong++;
        if (worst < 0 || excess > worstExcess) {
          worst = i;
          worstExcess = excess;
        }
      }
    }
    return {
      pass: wrong === 0,
      message: () =>
        wrong === 0
          ? 'arrays are close, expected them not to be'
          : `${wrong} of ${actual.length} elements differ; worst at ${worst}: ${actual[worst]} against ${expected[worst]}`,
    };
  },
});

/** What a test hands over need not be what its type says. */
function isArrayLike(value: unknown): value is ArrayLike<number> {
  return typeof value === 'object' && value !== null && 'length' in value;
}
