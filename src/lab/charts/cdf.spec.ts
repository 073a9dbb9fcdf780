import { describe, expect, it } from 'vitest';
import { buildCdf, decades } from './cdf.ts';

describe('buildCdf', () => {
  it('rises from the smallest error to the share of users that have a fix', () => {
    const { errors, shares } = buildCdf([3, 1, Infinity, 2]);
    expect([...errors]).toEqual([1, 2, 3]);
    expect([...shares]).toEqual([25, 50, 75]);
  });

  it('knows whose error every step is', () => {
    expect([...buildCdf([3, 1, Infinity, 2]).users]).toEqual([1, 3, 0]);
    expect([...buildCdf([3, 1, Infinity, 2], [10, 11, 12, 13]).users]).toEqual([11, 13, 10]);
  });

  it('keeps an error of nought on the axis', () => {
    expect(buildCdf([0]).errors[0]).toBeGreaterThan(0);
  });

  it('is empty without users', () => {
    expect(buildCdf([]).errors).toHaveLength(0);
  });
});

describe('decades', () => {
  it('holds all lines in whole decades and stays within a millimetre and a kilometre', () => {
    expect(decades([])).toEqual([-2, 1]);
    expect(decades([buildCdf([0.5, 12])])).toEqual([-2, 2]);
    expect(decades([buildCdf([1e-9, 1e9])])).toEqual([-3, 3]);
  });
});
