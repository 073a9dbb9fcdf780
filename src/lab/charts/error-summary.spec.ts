import { describe, expect, it } from 'vitest';
import { summarizeErrors } from './error-summary.ts';

describe('summarizeErrors', () => {
  it('agrees with a plain reference', () => {
    const summary = summarizeErrors(Array.from({ length: 101 }, (_, i) => i / 100));
    expect(summary.mean).toBeCloseTo(0.5, 12);
    expect(summary.median).toBeCloseTo(0.5, 12);
    expect(summary.p90).toBeCloseTo(0.9, 12);
    expect(summary.max).toBe(1);
    expect(summary.below1m).toBeCloseTo(100 / 101, 12);
    expect(summary.rmse).toBeCloseTo(Math.sqrt((100 * 101 * 201) / 6 / 1e4 / 101), 12);
  });

  it('counts a user without a fix as infinitely wrong, but not in the mean', () => {
    const summary = summarizeErrors([0.5, 1.5, Infinity, Infinity]);
    expect(summary.mean).toBe(1);
    expect(summary.withFix).toBe(2);
    expect(summary.p90).toBe(Infinity);
    expect(summary.below1m).toBe(0.25);
  });

  it('says nothing of nobody', () => {
    expect(summarizeErrors([]).median).toBeNaN();
  });
});
