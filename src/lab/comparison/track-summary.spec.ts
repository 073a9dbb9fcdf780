import { describe, expect, it } from 'vitest';
import { summariseTrack } from './track-summary.ts';

describe('summariseTrack', () => {
  it('holds the filter against those who look at every moment by itself, over the moments that each has', () => {
    const lines = summariseTrack({
      errors: Float64Array.of(3, 4, 0),
      fixes: [
        { estimator: 'toa-aoa', estimates: new Float32Array(9), errors: Float64Array.of(6, NaN, 8) },
        { estimator: 'toa', estimates: new Float32Array(9), errors: new Float64Array(3).fill(NaN) },
      ],
    });
    expect(lines).toEqual([
      { estimator: 'ekf', found: 3, rmse: Math.sqrt(25 / 3), latest: 0 },
      { estimator: 'toa-aoa', found: 2, rmse: Math.sqrt(50), latest: 8 },
      { estimator: 'toa', found: 0, rmse: NaN, latest: NaN },
    ]);
  });
});
