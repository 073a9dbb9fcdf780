/**
 * What positioning people report of a list of errors. A user without a fix is infinitely wrong in quantiles and shares;
 * means, the largest and the smallest are over the users that have one.
 */
import { mean, quantileOfSorted, rootMeanSquare, sortAscending } from '../numerics/quantiles.ts';

/** Error statistics; lengths in metres, shares in [0, 1]. Null where it cannot be said: no fix, or an infinite quantile. */
export interface ErrorMetrics {
  readonly mean_m: number | null;
  readonly rmse_m: number | null;
  readonly median_m: number | null;
  readonly p67_m: number | null;
  readonly p80_m: number | null;
  readonly p90_m: number | null;
  readonly p95_m: number | null;
  readonly max_m: number | null;
  readonly min_m: number | null;
  /** Share of all users with an error below 1 m. */
  readonly below_1m: number;
  /** Share of all users with an error below 0.5 m. */
  readonly below_0_5m: number;
}

/**
 * Statistics of errors.
 *
 * @param errors [count], metres; NaN where there is no fix
 */
export function errorMetrics(errors: ArrayLike<number>): ErrorMetrics {
  const all = Array.from(errors);
  const found = all.filter(Number.isFinite);
  const sorted = sortAscending(all.map((error) => (Number.isFinite(error) ? error : Infinity)));
  // JSON has no infinity: null says that so many users have no fix that the quantile has no value.
  const quantile = (probability: number): number | null => finiteOrNull(quantileOfSorted(sorted, probability));
  const share = (limit: number): number =>
    all.length > 0 ? found.filter((error) => error < limit).length / all.length : 0;
  return {
    mean_m: finiteOrNull(mean(found)),
    rmse_m: finiteOrNull(rootMeanSquare(found)),
    median_m: quantile(0.5),
    p67_m: quantile(0.67),
    p80_m: quantile(0.8),
    p90_m: quantile(0.9),
    p95_m: quantile(0.95),
    max_m: finiteOrNull(found.reduce((a, b) => Math.max(a, b), -Infinity)),
    min_m: finiteOrNull(found.reduce((a, b) => Math.min(a, b), Infinity)),
    below_1m: share(1),
    below_0_5m: share(0.5),
  };
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
