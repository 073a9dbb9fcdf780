/** The limit for everybody, as far as it is known: position error bounds beside the fixes of a run. */
import type { BoundOutcome, LimitBatch } from '../../engine/frontend.ts';
import { answeredUsers, type ErrorAxis, type FixTable } from '../state/fix-table.ts';

/** Bounds of the users of a session. It is filled in place; whoever draws it watches a version number beside it. */
export interface LimitTable {
  /** 1 for every user whose bound has been asked for [users]. */
  readonly isKnown: Uint8Array;
  /** In all, horizontal and vertical [users, 3], metres; NaN where there is no bound or it is not known yet. */
  readonly errors: Float64Array;
}

const AXES: readonly ErrorAxis[] = ['all', 'horizontal', 'vertical'];

/** An empty table. */
export function createLimitTable(users: number): LimitTable {
  return { isKnown: new Uint8Array(users), errors: new Float64Array(3 * users).fill(Number.NaN) };
}

/** Writes a batch. */
export function applyLimits(table: LimitTable, { users, errors }: LimitBatch): void {
  for (const [row, user] of users.entries()) {
    table.errors.set(errors.subarray(3 * row, 3 * row + 3), 3 * user);
    table.isKnown[user] = 1;
  }
}

/** Writes the bound of one user. */
export function applyLimit({ errors, isKnown }: LimitTable, user: number, outcome: BoundOutcome): void {
  isKnown[user] = 1;
  const isBound = outcome.kind === 'bound';
  errors.set(
    isBound ? [outcome.positionError, outcome.horizontalError, outcome.verticalError] : [NaN, NaN, NaN],
    3 * user,
  );
}

/** Forgets the bound of a user that has moved. */
export function forgetLimit({ errors }: LimitTable, user: number): void {
  errors.fill(Number.NaN, 3 * user, 3 * user + 3);
}

/** The users that a run has answered and whose bound has not been asked for. */
export function missingLimits({ isKnown }: LimitTable, fixes: FixTable): Int32Array {
  return answeredUsers(fixes).filter((user) => isKnown[user] !== 1);
}

/**
 * Bounds of the users that have been answered by a run, beside their errors: infinite where there is none.
 *
 * @returns empty until the bounds of all of them have been asked for
 */
export function answeredLimits(table: LimitTable, fixes: FixTable, axis: ErrorAxis): Float64Array {
  if (missingLimits(table, fixes).length > 0) return new Float64Array(0);
  const { errors } = table;
  return Float64Array.from(answeredUsers(fixes), (user) => {
    const bound = errors[3 * user + AXES.indexOf(axis)];
    return Number.isNaN(bound) ? Infinity : bound;
  });
}
