/** The empirical distribution of errors. */

/** Steps of a cumulative distribution: `share[i]` of all users have an error of at most `error[i]`. */
export interface ErrorCdf {
  /** Ascending errors, metres. */
  readonly error: Float64Array;
  /** Shares in (0, 1]; the last is below 1 where users have no fix. */
  readonly share: Float64Array;
}

/**
 * Empirical CDF.
 *
 * @param errors metres; NaN counts as a user whose error is infinite
 */
export function empiricalCdf(errors: ArrayLike<number>): ErrorCdf {
  const error = Float64Array.from(Array.from(errors).filter(Number.isFinite)).sort();
  return { error, share: error.map((_, i) => (i + 1) / errors.length) };
}
