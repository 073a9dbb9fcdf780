/** An estimator without weights: a function from one user's reports to a position. */
import type { Estimator, EstimatorInput } from '../estimator.ts';
import type { FixRefusal } from '../no-fix.ts';

/** A position [3], metres, or why there is none. */
export type Located = ArrayLike<number> | FixRefusal;

/**
 * Wraps such a function.
 *
 * @param locate position of one user
 */
export function createClassicalEstimator(locate: (input: EstimatorInput, user: number) => Located): Estimator {
  return {
    parameterCount: 0,
    flopCount: 0,
    // Inside `then`, so that what `locate` throws rejects the promise.
    estimate: (input) =>
      Promise.resolve(input).then(() => {
        const positions = new Float32Array(3 * input.count).fill(NaN);
        for (let user = 0; user < input.count; user++) {
          const located = locate(input, user);
          if (!('kind' in located)) positions.set(located, 3 * user);
        }
        return positions;
      }),
    explain(input, user) {
      const located = locate(input, user);
      return 'kind' in located ? located : { kind: 'contradictory' };
    },
    dispose() {},
  };
}
