/** The empirical distribution of errors, also while they are still coming in. */

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
  const builder = createCdf();
  builder.add(errors);
  return builder.steps();
}

/** An empirical CDF that grows. */
export interface GrowingCdf {
  /** Users so far, those without a fix included. */
  readonly count: number;
  /** Takes more errors, metres; NaN is a user without a fix. */
  add(errors: ArrayLike<number>): void;
  /** The CDF of everything so far. */
  steps(): ErrorCdf;
}

/** Starts an empty CDF. Each batch is sorted alone and merged, so that filling n users costs n·batches, not n·log n each. */
export function createCdf(): GrowingCdf {
  let sorted = new Float64Array(0);
  let count = 0;
  return {
    get count() {
      return count;
    },
    add(errors) {
      count += errors.length;
      const batch = Float64Array.from(Array.from(errors).filter(Number.isFinite)).sort();
      const merged = new Float64Array(sorted.length + batch.length);
      let a = 0;
      let b = 0;
      for (let i = 0; i < merged.length; i++) {
        merged[i] = b >= batch.length || (a < sorted.length && sorted[a] <= batch[b]) ? sorted[a++] : batch[b++];
      }
      sorted = merged;
    },
    steps() {
      return { error: sorted.slice(), share: Float64Array.from(sorted, (_, i) => (i + 1) / count) };
    },
  };
}
