/** An estimator without weights: a function from one user's reports to a position. */
import type { Estimator, EstimatorInput } from '../estimator.ts';

/**
 * Wraps such a function.
 *
 * @param locate position of one user, metres, or null where there is no fix
 */
export function createClassicalEstimator(
  locate: (input: EstimatorInput, user: number) => ArrayLike<number> | null,
): Estimator {
  return {
    parameterCount: 0,
    flopCount: 0,
    // Inside `then`, so that what `locate` throws rejects the promise.
    estimate: (input) =>
      Promise.resolve(input).then(() => {
        const positions = new Float32Array(3 * input.count).fill(NaN);
        for (let user = 0; user < input.count; user++) {
          const position = locate(input, user);
          if (position) positions.set(position, 3 * user);
        }
        return positions;
      }),
    dispose() {},
  };
}
