/** Whether an estimator is as sure as it should be: how often the regions that it believes in hold the truth. */

/** Shares of the users whose truth lies in the region of a level; equal to the level where a belief is calibrated. */
export interface Calibration {
  /** Users with a belief. */
  readonly count: number;
  /** null where nobody has a belief. */
  readonly region_50: number | null;
  readonly region_90: number | null;
}

/**
 * Counts.
 *
 * @param levels of the truths, see `Belief.levelAt` [users]; NaN for a user without a belief
 */
export function calibrationOf(levels: ArrayLike<number>): Calibration {
  const told = Array.from(levels).filter((level) => !Number.isNaN(level));
  const share = (limit: number): number | null =>
    told.length > 0 ? told.filter((level) => level <= limit).length / told.length : null;
  return { count: told.length, region_50: share(0.5), region_90: share(0.9) };
}
