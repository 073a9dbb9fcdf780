import { describe, expect, it } from 'vitest';
import { fromDecibels, toDecibels } from './decibels.ts';
import { maximum, mean, median, quantile, quantileOfSorted, rootMeanSquare, sortAscending } from './quantiles.ts';

describe('quantiles', () => {
  it('interpolates between neighbours as numpy does', () => {
    const samples = [7, 1, 3, 10];
    expect([0, 0.25, 0.5, 0.9, 1].map((p) => quantile(samples, p))).toBeAllclose([1, 2.5, 5, 9.1, 10], {
      absolute: 1e-12,
    });
    expect(median([2, 1])).toBe(1.5);
    expect(quantile([4], 0.3)).toBe(4);
  });

  it('sorts numbers, not their spelling, and leaves the original alone', () => {
    const samples = [10, 9, -1, 100];
    expect(Array.from(sortAscending(samples))).toEqual([-1, 9, 10, 100]);
    expect(samples[0]).toBe(10);
  });

  it('finds the largest of more samples than a call takes arguments', () => {
    expect(maximum(Float64Array.from({ length: 300_000 }, (_, i) => -Math.abs(i - 1234) - 1))).toBe(-1);
    expect(maximum([])).toBe(-Infinity);
  });

  it('lets infinite samples stand only where they are reached', () => {
    const sorted = [1, 2, 3, Infinity, Infinity];
    expect(quantileOfSorted(sorted, 0.5)).toBe(3);
    expect(quantileOfSorted(sorted, 0.9)).toBe(Infinity);
    expect(quantileOfSorted(sorted, 0.6)).toBe(Infinity);
  });

  it('has no quantile and no mean without samples', () => {
    expect(quantile([], 0.5)).toBeNaN();
    expect(mean([])).toBeNaN();
  });

  it('takes means', () => {
    expect(mean([1, 2, 6])).toBe(3);
    expect(rootMeanSquare([3, 4])).toBeCloseTo(Math.sqrt(12.5), 14);
  });
});

describe('decibels', () => {
  it('turns ratios into decibels and back', () => {
    expect(toDecibels(100)).toBe(20);
    expect(fromDecibels(-30)).toBeCloseTo(1e-3, 18);
    for (const value of [-200, -0.1, 0, 3, 57]) expect(toDecibels(fromDecibels(value))).toBeCloseTo(value, 10);
    expect(toDecibels(0)).toBe(-Infinity);
    expect(fromDecibels(-Infinity)).toBe(0);
  });
});
