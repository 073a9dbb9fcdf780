/** What a run has answered so far: estimates of every user by every estimator, as a structure of arrays. */
import type { FixBatch, LocatedUser } from '../../engine/frontend.ts';

/** Fixes of one run. It is filled in place; whoever draws it watches a version number beside it. */
export interface FixTable {
  /** Users in the session. */
  readonly users: number;
  /** Users that have been answered, with a fix or without. */
  answered: number;
  /** 1 for every user that has been answered [users]. */
  readonly isAnswered: Uint8Array;
  /** Where answered users were when they were measured [users, 3], metres: who moves on is ahead of its fix. */
  readonly places: Float64Array;
  /** Estimated positions [users, 3] per estimator, metres; NaN without a fix. */
  readonly estimates: ReadonlyMap<string, Float64Array>;
  /** Errors as the engine reports them [users] per estimator, metres; NaN without a fix. */
  readonly errors: ReadonlyMap<string, Float64Array>;
  /** Why answered users have no fix, by user, a sentence each, per estimator. */
  readonly refusals: ReadonlyMap<string, Map<number, string>>;
}

/** Which part of an error is asked for. */
export type ErrorAxis = 'all' | 'horizontal' | 'vertical';

/**
 * An empty table.
 *
 * @param users number of users
 * @param estimators ids of the estimators in use
 */
export function createFixTable(users: number, estimators: readonly string[]): FixTable {
  return {
    users,
    answered: 0,
    isAnswered: new Uint8Array(users),
    places: new Float64Array(3 * users).fill(Number.NaN),
    estimates: new Map(estimators.map((id) => [id, new Float64Array(3 * users).fill(Number.NaN)])),
    errors: new Map(estimators.map((id) => [id, new Float64Array(users).fill(Number.NaN)])),
    refusals: new Map(estimators.map((id) => [id, new Map()])),
  };
}

function markAnswered(table: FixTable, user: number): void {
  if (table.isAnswered[user]) return;
  table.isAnswered[user] = 1;
  table.answered++;
}

/** Writes a batch of a run into the table. */
export function applyBatch(table: FixTable, batch: FixBatch): void {
  const estimates: Readonly<Record<string, ArrayLike<number> | undefined>> = batch.estimates;
  const errors: Readonly<Record<string, ArrayLike<number> | undefined>> = batch.errors;
  for (const [id, target] of table.estimates) {
    const source = estimates[id];
    if (source) target.set(source, 3 * batch.start);
  }
  for (const [id, target] of table.errors) {
    const source = errors[id];
    if (source) target.set(source, batch.start);
  }
  const refusals: Readonly<Record<string, Readonly<Record<number, string>> | undefined>> = batch.refusals;
  for (const [id, target] of table.refusals) {
    for (const [row, reason] of Object.entries(refusals[id] ?? {})) target.set(batch.start + Number(row), reason);
  }
  table.places.set(batch.positions, 3 * batch.start);
  for (let user = batch.start; user < batch.start + batch.count; user++) markAnswered(table, user);
}

/** Writes the newest fixes of one user into the table; an estimator that gives none loses the one it had. */
export function applyFixes(
  table: FixTable,
  { user, position, fixes, refusals }: Pick<LocatedUser, 'user' | 'position' | 'fixes' | 'refusals'>,
): void {
  const fixOf: Readonly<Record<string, LocatedUser['fixes'][keyof LocatedUser['fixes']]>> = fixes;
  const reasonOf: Readonly<Record<string, string | undefined>> = refusals;
  for (const [id, target] of table.estimates) {
    target.set(fixOf[id]?.position ?? [Number.NaN, Number.NaN, Number.NaN], 3 * user);
  }
  for (const [id, target] of table.errors) target[user] = fixOf[id]?.error ?? Number.NaN;
  for (const [id, target] of table.refusals) {
    const reason = reasonOf[id];
    if (reason === undefined) target.delete(user);
    else target.set(user, reason);
  }
  table.places.set(position, 3 * user);
  markAnswered(table, user);
}

/**
 * Error of one user's fix, where the user was when it was measured.
 *
 * @param axis the whole error, or its horizontal or vertical part
 * @returns metres; NaN without a fix
 */
export function errorOf(table: FixTable, id: string, axis: ErrorAxis, user: number): number {
  const estimates = table.estimates.get(id);
  const errors = table.errors.get(id);
  if (!estimates || !errors) return Number.NaN;
  const { places } = table;
  const at = 3 * user;
  switch (axis) {
    case 'all':
      return errors[user];
    case 'horizontal':
      return Math.hypot(estimates[at] - places[at], estimates[at + 1] - places[at + 1]);
    case 'vertical':
      return Math.abs(estimates[at + 2] - places[at + 2]);
    default:
      return axis satisfies never;
  }
}

/** The users that have been answered, in their order. */
export function answeredUsers({ users, isAnswered }: FixTable): Int32Array {
  return Int32Array.from({ length: users }, (_, user) => user).filter((user) => isAnswered[user] === 1);
}

/**
 * Errors of the answered users, one number each; infinite for a user without a fix. See `errorOf` for what is asked.
 */
export function answeredErrors(table: FixTable, id: string, axis: ErrorAxis): Float64Array {
  return Float64Array.from(table.errors.has(id) ? answeredUsers(table) : [], (user) => {
    const error = errorOf(table, id, axis, user);
    return Number.isNaN(error) ? Infinity : error;
  });
}
