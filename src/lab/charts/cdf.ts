/** Cumulative distributions of position errors, ready to be drawn on a logarithmic axis. */
import { empiricalCdf } from '../../engine/frontend.ts';

/** A distribution as a line: `shares[i]` of all users err by at most `errors[i]`. */
export interface CdfLine {
  /** Errors, metres, rising [n]; users without a fix have none. */
  readonly errors: Float64Array;
  /** Shares of all users, per cent [n]. */
  readonly shares: Float64Array;
  /** Whose error each step is [n]. */
  readonly users: Int32Array;
}

/** Smallest error that is drawn, metres; a logarithmic axis has no nought. */
const SMALLEST = 1e-3;

/**
 * The empirical distribution of errors.
 *
 * @param errors metres; not finite for a user without a fix, who counts among all users but never among the found
 * @param users whose errors they are; their places in the list without it
 */
export function buildCdf(errors: ArrayLike<number>, users?: ArrayLike<number>): CdfLine {
  const { error, share } = empiricalCdf(errors);
  const found = Array.from(errors, (_, i) => i).filter((i) => Number.isFinite(errors[i]));
  return {
    errors: error.map((value) => Math.max(SMALLEST, value)),
    shares: share.map((value) => 100 * value),
    users: Int32Array.from(
      found.sort((a, b) => errors[a] - errors[b]),
      (i) => users?.[i] ?? i,
    ),
  };
}

/** The whole decades that hold all lines, as exponents of ten; 0.01 m to 10 m while there are none. */
export function decades(lines: readonly CdfLine[]): readonly [number, number] {
  let low = -2;
  let high = 1;
  for (const { errors } of lines) {
    if (errors.length === 0) continue;
    // A few lucky users do not stretch the axis.
    low = Math.min(low, Math.floor(Math.log10(errors[Math.floor(errors.length / 10)])));
    high = Math.max(high, Math.ceil(Math.log10(errors[errors.length - 1])));
  }
  return [Math.max(-3, low), Math.min(3, high)];
}
