import { describe, expect, it } from 'vitest';
import { momentFixes, trackLines } from './track-layers.ts';

describe('trackLines', () => {
  it('joins the moments that are known, over those that are not', () => {
    const estimates = Float32Array.of(1, 2, 3, NaN, NaN, NaN, 4, 5, 6, 7, 8, 9);
    const { count, sources, targets } = trackLines({ times: new Float64Array(4), estimates });
    expect(count).toBe(2);
    expect([...sources]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...targets]).toEqual([4, 5, 6, 7, 8, 9]);
  });

  it('has no line of one moment, or of none', () => {
    expect(trackLines({ times: new Float64Array(1), estimates: Float32Array.of(1, 2, 3) }).count).toBe(0);
    expect(trackLines({ times: new Float64Array(1), estimates: new Float32Array(3).fill(NaN) }).count).toBe(0);
  });
});

describe('momentFixes', () => {
  it('joins what the filter and another estimator made of the same moment, where both have the user', () => {
    const { count, sources, targets, estimators } = momentFixes({
      times: new Float64Array(3),
      estimates: Float32Array.of(1, 2, 3, NaN, NaN, NaN, 4, 5, 6),
      fixes: [
        { estimator: 'toa', estimates: Float32Array.of(7, 8, 3, 9, 9, 3, NaN, NaN, NaN), errors: new Float64Array(3) },
        { estimator: 'aoa', estimates: Float32Array.of(NaN, NaN, NaN, 9, 9, 3, 5, 6, 6), errors: new Float64Array(3) },
      ],
    });
    expect(count).toBe(2);
    expect([...sources]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...targets]).toEqual([7, 8, 3, 5, 6, 6]);
    expect(estimators).toEqual(['toa', 'aoa']);
  });
});
