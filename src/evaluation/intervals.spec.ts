import { describe, expect, it } from 'vitest';
import { createRandom } from '../numerics/random.ts';
import { metricIntervals } from './intervals.ts';
import { errorMetrics } from './metrics.ts';

/** Exponential errors of mean 1 m. */
function drawErrors(count: number, seed: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => -Math.log(1 - random.uniform()));
}

describe('confidence intervals of metrics', () => {
  it('report the metrics themselves, and the same intervals for the same seed', () => {
    const errors = [...drawErrors(60, 1), NaN, NaN];
    const intervals = metricIntervals(errors, createRandom(5));
    const { with_fix: share, ...metrics } = intervals;
    expect(share.value).toBeCloseTo(60 / 62, 12);
    expect(Object.fromEntries(Object.entries(metrics).map(([name, { value }]) => [name, value]))).toEqual(
      errorMetrics(errors),
    );
    expect(metricIntervals(errors, createRandom(5))).toEqual(intervals);
    expect(metricIntervals(errors, createRandom(6))).not.toEqual(intervals);
  });

  it('hold the true mean about as often as they say', () => {
    let held = 0;
    const trials = 120;
    for (let trial = 0; trial < trials; trial++) {
      const { mean_m: mean } = metricIntervals(drawErrors(80, 100 + trial), createRandom(trial), undefined, {
        confidence: 0.9,
        resamples: 200,
      });
      if ((mean.low ?? Infinity) <= 1 && 1 <= (mean.high ?? -Infinity)) held++;
    }
    // Binomial with p = 0.9: ±3 standard deviations are 0.082; the percentile method is a little narrow.
    expect(held / trials).toBeGreaterThan(0.79);
    expect(held / trials).toBeLessThan(0.985);
  });

  it('have no upper end where a quantile may be infinite', () => {
    const errors = [...drawErrors(95, 3), NaN, NaN, NaN, NaN, NaN];
    const { p95_m: p95, median_m: median, with_fix: share } = metricIntervals(errors, createRandom(1));
    expect(p95.high).toBeNull();
    expect(p95.low).toBeGreaterThan(1);
    expect(median.high).toBeGreaterThan(0.5);
    expect(share.low).toBeGreaterThan(0.88);
    expect(share.high).toBeLessThanOrEqual(1);
  });

  it('are wider where users of one trajectory err alike', () => {
    const few = drawErrors(20, 9);
    const errors = few.flatMap((error) => new Array<number>(10).fill(error));
    const clusters = errors.map((_, i) => Math.floor(i / 10));
    const width = (by?: number[]): number => {
      const { mean_m: mean } = metricIntervals(errors, createRandom(2), by);
      return (mean.high ?? NaN) - (mean.low ?? NaN);
    };
    const ratio = width(clusters) / width();
    expect(ratio).toBeGreaterThan(0.8 * Math.sqrt(10));
    expect(ratio).toBeLessThan(1.2 * Math.sqrt(10));
  });

  it('say nothing where there is nothing', () => {
    const { mean_m: mean, with_fix: share } = metricIntervals([], createRandom(1));
    expect(mean).toEqual({ value: null, low: null, high: null });
    expect(share).toMatchObject({ value: 0 });
  });
});
