/** Fixes of users by an estimator that follows them: each from the latest moments of its own way, the present one last. */
import type { Estimator, EstimatorInput } from '../estimators/estimator.ts';
import type { Past } from './past.ts';

/** Why whoever is not on its way cannot be followed. */
export const LED_AWAY = 'The user has been led away from its way.';

/**
 * What was heard of neighbouring observed users on their way; moments that were not measured yet are.
 *
 * @returns for each user, null where it is not on its way
 */
export function collectWays(
  past: Past | null,
  [start, count]: readonly [start: number, count: number],
  snrDb: number,
): readonly (EstimatorInput | null)[] {
  return Array.from({ length: count }, (_, row) => {
    const window = past?.windowOf(start + row);
    if (!past || !window) return null;
    for (let sample = window.from; sample < window.to; sample++) past.observe(sample, snrDb);
    return past.input(window, start + row);
  });
}

/**
 * Where the estimator has each user now.
 *
 * @returns [users, 3], metres; NaN where a user is not on its way, or lost
 */
export async function followUsers(
  estimator: Estimator,
  ways: readonly (EstimatorInput | null)[],
): Promise<Float32Array> {
  const found = new Float32Array(3 * ways.length).fill(NaN);
  for (const [row, way] of ways.entries()) {
    if (way) found.set((await estimator.estimate(way)).subarray(3 * (way.count - 1)), 3 * row);
  }
  return found;
}
