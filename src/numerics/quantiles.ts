/** Means and quantiles of plain samples. */

/** Arithmetic mean; NaN without samples. */
export function mean(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i];
  return sum / samples.length;
}

/** Root mean square; NaN without samples. */
export function rootMeanSquare(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i] * samples[i];
  return Math.sqrt(sum / samples.length);
}

/** The largest sample, −Infinity without any; unlike `Math.max(...samples)` it takes many at once, and quickly. */
export function maximum(samples: ArrayLike<number>): number {
  let highest = -Infinity;
  for (let i = 0; i < samples.length; i++) if (samples[i] > highest) highest = samples[i];
  return highest;
}

/** A sorted copy, ascending, NaN last: what `quantileOfSorted` reads. */
export function sortAscending(samples: ArrayLike<number>): Float64Array {
  return Float64Array.from(samples).sort();
}

/**
 * Quantile of ascending samples, linear between neighbours (Hyndman and Fan 1996, type 7; numpy's default).
 * An infinite sample stays infinite and does not leak into quantiles that do not touch it.
 *
 * @param sorted ascending samples
 * @param probability in [0, 1]; clamped
 * @returns the quantile, or NaN without samples
 */
export function quantileOfSorted(sorted: ArrayLike<number>, probability: number): number {
  const count = sorted.length;
  if (count === 0 || Number.isNaN(probability)) return Number.NaN;
  const position = Math.min(1, Math.max(0, probability)) * (count - 1);
  const below = Math.floor(position);
  const fraction = position - below;
  if (fraction === 0 || sorted[below] === sorted[below + 1]) return sorted[below];
  return sorted[below] + fraction * (sorted[below + 1] - sorted[below]);
}

/** `quantileOfSorted` of samples in any order. */
export function quantile(samples: ArrayLike<number>, probability: number): number {
  return quantileOfSorted(sortAscending(samples), probability);
}

/** The middle of the samples. */
export function median(samples: ArrayLike<number>): number {
  return quantile(samples, 0.5);
}
