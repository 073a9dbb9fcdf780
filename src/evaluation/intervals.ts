/** How sure a table of errors is of itself: every metric with the interval that another draw of users would fall into. */
import type { RandomGenerator } from '../numerics/random.ts';
import { quantileOfSorted, sortAscending } from '../numerics/quantiles.ts';
import type { ErrorMetrics } from './metrics.ts';
import { errorMetrics } from './metrics.ts';

/** A metric and its confidence interval; null where it cannot be said (see `ErrorMetrics`) or has no upper end. */
export interface MetricInterval {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** Every metric of `ErrorMetrics`, and the share of users with a fix, each with its interval. */
export type MetricIntervals = Readonly<Record<keyof ErrorMetrics | 'with_fix', MetricInterval>>;

/** How the intervals are drawn. */
export interface IntervalOptions {
  /** Probability that the interval holds, in (0, 1). */
  readonly confidence: number;
  /** Draws; a thousand settle the ends of a 95 % interval to a few per cent of its width. */
  readonly resamples: number;
}

/** What tables show. */
const DEFAULT_INTERVALS: IntervalOptions = { confidence: 0.95, resamples: 1000 };

/**
 * Metrics with percentile-bootstrap intervals (Efron and Tibshirani 1993, An Introduction to the Bootstrap, §13.3):
 * users are drawn with replacement, as many as there are. Users of one trajectory resemble each other and are drawn
 * together, or the intervals would be too narrow.
 *
 * @param errors [count], metres; NaN where there is no fix
 * @param random the source of chance; equal seeds give equal intervals
 * @param clusters trajectory of each user [count]; without it every user stands alone
 */
export function metricIntervals(
  errors: ArrayLike<number>,
  random: RandomGenerator,
  clusters?: ArrayLike<number>,
  { confidence, resamples }: IntervalOptions = DEFAULT_INTERVALS,
): MetricIntervals {
  const value = withFixShare(errors);
  const groups = groupErrors(errors, clusters);
  const draws = Array.from({ length: resamples }, () =>
    withFixShare(groups.flatMap(() => groups[Math.floor(random.uniform() * groups.length)])),
  );
  const interval = (name: keyof MetricIntervals): MetricInterval => {
    // A quantile that has no value is infinite; so it counts at the upper end of the interval.
    const sorted = sortAscending(draws.map((metrics) => metrics[name] ?? Infinity));
    const end = (probability: number): number | null => {
      const bound = quantileOfSorted(sorted, probability);
      return Number.isFinite(bound) ? bound : null;
    };
    return { value: value[name], low: end((1 - confidence) / 2), high: end((1 + confidence) / 2) };
  };
  return {
    mean_m: interval('mean_m'),
    rmse_m: interval('rmse_m'),
    median_m: interval('median_m'),
    p67_m: interval('p67_m'),
    p80_m: interval('p80_m'),
    p90_m: interval('p90_m'),
    p95_m: interval('p95_m'),
    max_m: interval('max_m'),
    min_m: interval('min_m'),
    below_1m: interval('below_1m'),
    below_0_5m: interval('below_0_5m'),
    with_fix: interval('with_fix'),
  };
}

function withFixShare(errors: ArrayLike<number>): ErrorMetrics & { readonly with_fix: number } {
  const found = Array.from(errors).filter(Number.isFinite).length;
  return { ...errorMetrics(errors), with_fix: errors.length > 0 ? found / errors.length : 0 };
}

function groupErrors(errors: ArrayLike<number>, clusters?: ArrayLike<number>): number[][] {
  const groups = new Map<number, number[]>();
  Array.from(errors).forEach((error, user) => {
    const key = clusters ? clusters[user] : user;
    const group = groups.get(key);
    if (group) group.push(error);
    else groups.set(key, [error]);
  });
  return [...groups.values()];
}
