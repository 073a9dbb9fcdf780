import { describe, expect, it } from 'vitest';
import { applyBatch, createFixTable } from '../state/fix-table.ts';
import { countInRange, isFixInRange, isInRange, isUserInRange, rangeBetween, type RangeView } from './error-range.ts';

const fixes = createFixTable(5, ['a', 'b']);
// User 4 is not answered, user 3 has no fix of either, user 2 only one of b.
applyBatch(fixes, {
  start: 0,
  count: 4,
  positions: new Float64Array(12),
  estimates: {
    a: Float32Array.of(3, 0, 4, 0, 0, 1, NaN, NaN, NaN, NaN, NaN, NaN),
    b: Float32Array.of(0, 0, 9, 0, 2, 0, 0, 0, 1, NaN, NaN, NaN),
  } as object,
  errors: { a: Float32Array.of(5, 1, NaN, NaN), b: Float32Array.of(9, 2, 1, NaN) } as object,
  refusals: {},
});
const view = (low: number, high: number, errorAxis: RangeView['errorAxis'] = 'all'): RangeView => ({
  errorRange: { low, high },
  errorAxis,
  fixes,
  estimators: ['a', 'b'],
});
const users = (of: RangeView): number[] => [0, 1, 2, 3, 4].filter((user) => isUserInRange(of, user));

describe('rangeBetween', () => {
  it('takes its ends in any order, and is nothing without an extent', () => {
    expect(rangeBetween(2, 0.5)).toEqual({ low: 0.5, high: 2 });
    expect(rangeBetween(0.5, 0.5)).toBeNull();
    expect(rangeBetween(Number.NaN, 1)).toBeNull();
  });
});

describe('a range of errors', () => {
  it('holds its ends, and no user without a fix', () => {
    const range = { low: 1, high: 2 };
    expect([0.99, 1, 2, 2.01, Number.NaN, Infinity].map((error) => isInRange(range, error))).toEqual([
      false,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(isInRange(null, Number.NaN)).toBe(true);
  });

  it('looks at a user when any of its fixes is in, and at each fix by its own error', () => {
    const of = view(0.5, 3);
    expect(users(of)).toEqual([1, 2]);
    expect(isFixInRange(of, 'a', 2)).toBe(false);
    expect(isFixInRange(of, 'b', 2)).toBe(true);
    expect(countInRange(of)).toBe(2);
  });

  it('asks for the part of the error that is shown', () => {
    expect(users(view(2.5, 3.5, 'horizontal'))).toEqual([0]);
    expect(users(view(8, 10, 'vertical'))).toEqual([0]);
  });

  it('leaves everybody in sight where there is none', () => {
    const all = { ...view(0, 1), errorRange: null };
    expect(users(all)).toEqual([0, 1, 2, 3, 4]);
    expect(countInRange(all)).toBe(4);
  });
});
