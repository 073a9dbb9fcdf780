/** Position errors of many users. */

/**
 * Distance between estimate and truth of every user.
 *
 * @param estimates [count, 3], metres; NaN where there is no fix
 * @param truth [count, 3], metres
 * @param dimensions 3: in space; 2: horizontal
 * @returns [count], metres; NaN where there is no fix
 */
export function positionErrors(
  estimates: ArrayLike<number>,
  truth: ArrayLike<number>,
  dimensions: 2 | 3,
): Float64Array {
  const errors = new Float64Array(estimates.length / 3);
  for (let i = 0; i < errors.length; i++) {
    const east = estimates[3 * i] - truth[3 * i];
    const north = estimates[3 * i + 1] - truth[3 * i + 1];
    const up = dimensions === 3 ? estimates[3 * i + 2] - truth[3 * i + 2] : 0;
    errors[i] = Math.hypot(east, north, up);
  }
  return errors;
}

/**
 * Height difference between estimate and truth of every user.
 *
 * @returns |Δz| [count], metres; NaN where there is no fix
 */
export function verticalErrors(estimates: ArrayLike<number>, truth: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: estimates.length / 3 }, (_, i) =>
    Math.abs(estimates[3 * i + 2] - truth[3 * i + 2]),
  );
}
