/** What reports of a detour look like: how late they are, and from where they come. */

/** Mean of the excess of a detour over the straight way in a town, metres. */
const MEAN_EXCESS = 50;

/** Share and width of what nothing explains: ranges that are early, too; metres. */
const BLUNDERS = { share: 0.01, width: 1000 };

/** A detour may come from anywhere in front of a panel: one over its half space, per steradian. */
export const BEARING_DENSITY = 1 / (2 * Math.PI);

/**
 * Density of how late a detour is, per metre: exponential, as excess delays in towns are (Gezici and Sahinoglu 2004, Proc.
 * PIMRC; TR 25.996 §5.3), with the tail of a good report's error on the early side, and a little of everything.
 *
 * @param residual measured less modelled range, metres
 * @param scale standard deviation of a good report, metres
 */
export function lateDensity(residual: number, scale: number): number {
  const tail = residual > 0 ? Math.exp(-residual / MEAN_EXCESS) : Math.exp(-((residual / scale) ** 2) / 2);
  const area = MEAN_EXCESS + scale * Math.sqrt(Math.PI / 2);
  const blunder = Math.abs(residual) < BLUNDERS.width / 2 ? 1 / BLUNDERS.width : 0;
  return ((1 - BLUNDERS.share) * tail) / area + BLUNDERS.share * blunder + Number.MIN_VALUE;
}

/** Density of a normal error. */
export function normalDensity(residual: number, scale: number): number {
  return Math.exp(-((residual / scale) ** 2) / 2) / (Math.sqrt(2 * Math.PI) * scale);
}
