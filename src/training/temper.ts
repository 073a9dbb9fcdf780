/** The power of a density that makes its regions hold what they promise. */

/** Levels that a density of a power gives to the truths of some users; NaN where it has none. */
export type LevelsAt = (temper: number) => Float64Array;

/** The region whose promise is kept. */
const REGION = 0.9;

/** Powers that are thought of, and halvings between them: to a thousandth. */
const [LEAST, MOST, HALVINGS] = [0.01, 2, 13] as const;

/**
 * Halves towards the power whose 90 % regions hold 90 % of the truths: the higher it is, the smaller are the regions.
 *
 * @returns the power; 1 without a level to go by
 */
export function findTemper(levelsAt: LevelsAt): number {
  const shareAt = (temper: number): number => {
    const levels = levelsAt(temper).filter((level) => !Number.isNaN(level));
    return levels.length > 0 ? levels.filter((level) => level <= REGION).length / levels.length : NaN;
  };
  if (Number.isNaN(shareAt(1))) return 1;
  let [low, high] = [Math.log(LEAST), Math.log(MOST)];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (shareAt(Math.exp(middle)) >= REGION) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
