/** The limit for everybody, as far as it is known: position error bounds beside the fixes of a run. */
import type { BoundOutcome, LimitBatch } from '../../engine/frontend.ts';
import { answeredUsers, type ErrorAxis, type FixTable } from '../state/fix-table.ts';

/** Bounds of the users of a session. It is filled in place; whoever draws it watches a version number beside it. */
export interface LimitTable {
  /** Users whose bound has been asked for. */
  answered: number;
  /** In all, horizontal and vertical [users, 3], metres; NaN where there is no bound or it is not known yet. */
  readonly errors: Float64Array;
}

const AXES: readonly ErrorAxis[] = ['all', 'horizontal', 'vertical'];

/** An empty table. */
export function createLimitTable(users: number): LimitTable {
  return { answered: 0, errors: new Float64Array(3 * users).fill(Number.NaN) };
}

/** Writes a batch; batches come in the order of the users. */
export function applyLimits(table: LimitTable, { start, count, errors }: LimitBatch): void {
  table.errors.set(errors, 3 * start);
  table.answered = start + count;
}

/** Writes the bound of one user. */
export function applyLimit({ errors }: LimitTable, user: number, outcome: BoundOutcome): void {
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

/**
 * Bounds of the users that have been answered by a run, beside their errors: infinite where there is none.
 *
 * @returns empty until everybody's bound has been asked for
 */
export function answeredLimits({ answered, errors }: LimitTable, fixes: FixTable, axis: ErrorAxis): Float64Array {
  if (answered < fixes.users) return new Float64Array(0);
  return Float64Array.from(answeredUsers(fixes), (user) => {
    const bound = errors[3 * user + AXES.indexOf(axis)];
    return Number.isNaN(bound) ? Infinity : bound;
  });
}
