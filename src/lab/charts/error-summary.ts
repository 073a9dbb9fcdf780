/** What is said of many errors in one line. */

/** Summary of one estimator's errors, metres; infinite or not-a-number where too few users have a fix. */
export interface ErrorSummary {
  /** Users that were answered. */
  readonly count: number;
  /** Users with a fix. */
  readonly withFix: number;
  /** Mean and root mean square over the users with a fix. */
  readonly mean: number;
  readonly rmse: number;
  /** Quantiles over all users; one without a fix is infinitely wrong. */
  readonly median: number;
  readonly p67: number;
  readonly p80: number;
  readonly p90: number;
  readonly p95: number;
  readonly max: number;
  /** Share of all users that err by less than one metre. */
  readonly below1m: number;
}

/** The quantile of sorted values, with straight lines between neighbours (Hyndman and Fan, type 7). */
function quantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const weight = place - below;
  if (weight === 0) return sorted[below];
  return sorted[below] + weight * (sorted[below + 1] - sorted[below]);
}

/**
 * Summarises position errors.
 *
 * @param errors metres [users]; infinite for a user without a fix
 */
export function summarizeErrors(errors: ArrayLike<number>): ErrorSummary {
  const sorted = Float64Array.from(errors).sort();
  const found = sorted.filter(Number.isFinite);
  const mean = found.reduce((sum, error) => sum + error, 0) / found.length;
  const square = found.reduce((sum, error) => sum + error * error, 0) / found.length;
  return {
    count: sorted.length,
    withFix: found.length,
    mean,
    rmse: Math.sqrt(square),
    median: quantile(sorted, 0.5),
    p67: quantile(sorted, 0.67),
    p80: quantile(sorted, 0.8),
    p90: quantile(sorted, 0.9),
    p95: quantile(sorted, 0.95),
    max: sorted.length > 0 ? sorted[sorted.length - 1] : Number.NaN,
    below1m: sorted.length > 0 ? sorted.filter((error) => error < 1).length / sorted.length : Number.NaN,
  };
}
