import { describe, expect, it } from 'vitest';
import { empiricalCdf } from './cdf.ts';
import { positionErrors, verticalErrors } from './errors.ts';
import { errorMetrics } from './metrics.ts';
import { evaluationReport } from './report.ts';

describe('positionErrors', () => {
  const estimates = [3, 4, 12, NaN, NaN, NaN];
  const truth = [0, 0, 0, 1, 1, 1];

  it('is the distance in space, in the plane, and in height', () => {
    expect(positionErrors(estimates, truth, 3)).toBeAllclose([13, NaN]);
    expect(positionErrors(estimates, truth, 2)).toBeAllclose([5, NaN]);
    expect(verticalErrors(estimates, truth)).toBeAllclose([12, NaN]);
  });
});

describe('errorMetrics', () => {
  it('gives the textbook values of 0.01, 0.02 … 1.01 m', () => {
    const errors = Array.from({ length: 101 }, (_, i) => (i + 1) / 100);
    const metrics = errorMetrics(errors);
    expect(metrics.mean_m).toBeCloseTo(0.51, 10);
    expect(metrics.median_m).toBeCloseTo(0.51, 10);
    expect(metrics.p90_m).toBeCloseTo(0.91, 10);
    expect(metrics.p95_m).toBeCloseTo(0.96, 10);
    expect(metrics.max_m).toBeCloseTo(1.01, 10);
    expect(metrics.min_m).toBeCloseTo(0.01, 10);
    expect(metrics.rmse_m).toBeCloseTo(Math.sqrt(errors.reduce((a, e) => a + e * e, 0) / 101), 10);
    expect(metrics.below_1m).toBeCloseTo(99 / 101, 10);
    expect(metrics.below_0_5m).toBeCloseTo(49 / 101, 10);
  });

  it('counts a user without a fix as infinitely wrong in quantiles and shares, not in the mean', () => {
    const metrics = errorMetrics([0.2, 0.4, NaN, 0.6]);
    expect(metrics.mean_m).toBeCloseTo(0.4, 10);
    expect(metrics.max_m).toBe(0.6);
    expect(metrics.below_1m).toBe(0.75);
    expect(metrics.median_m).toBeCloseTo(0.5, 10);
    expect(metrics.p95_m).toBeNull();
  });

  it('says nothing where nobody has a fix', () => {
    const metrics = errorMetrics([NaN, NaN]);
    expect(metrics.mean_m).toBeNull();
    expect(metrics.median_m).toBeNull();
    expect(metrics.min_m).toBeNull();
    expect(metrics.below_1m).toBe(0);
  });
});

describe('evaluationReport', () => {
  it('has exactly the fields of the contract', () => {
    const subject = { model: 'toa-aoa', dataset: 's3-3d', split: 'test', seed: 4, dataset_hash: 'ab' };
    const report = evaluationReport(subject, [1, 0, 0, NaN, NaN, NaN], [0, 0, 0.5, 0, 0, 0], 3);
    const metrics = [
      'mean_m',
      'rmse_m',
      'median_m',
      'p67_m',
      'p80_m',
      'p90_m',
      'p95_m',
      'max_m',
      'min_m',
      'below_1m',
      'below_0_5m',
    ];
    expect(Object.keys(report)).toEqual([
      ...['model', 'dataset', 'split', 'seed', 'dataset_hash', 'count', 'with_fix', 'median_of_fixes_m'],
      ...metrics,
      ...['horizontal', 'vertical'],
    ]);
    expect(Object.keys(report.horizontal)).toEqual(metrics);
    expect(report).toMatchObject({
      count: 2,
      with_fix: 1,
      median_m: null,
      median_of_fixes_m: Math.sqrt(1.25),
      mean_m: Math.sqrt(1.25),
      horizontal: { mean_m: 1 },
      vertical: { mean_m: 0.5 },
    });
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    // Where everybody has one, the median is the same, and said once.
    expect(evaluationReport(subject, [1, 0, 0], [0, 0, 0], 3)).not.toHaveProperty('median_of_fixes_m');
  });
});

describe('empirical CDF', () => {
  it('rises by one user at every error and stays below 1 where a user has no fix', () => {
    const { error, share } = empiricalCdf([3, NaN, 1, 2]);
    expect(error).toBeAllclose([1, 2, 3]);
    expect(share).toBeAllclose([0.25, 0.5, 0.75]);
  });
});
