/** Looking at the users of some errors only: a range on the axis of the error curves, and who is in it. */
import { answeredUsers, errorOf, type ErrorAxis, type FixTable } from '../state/fix-table.ts';

/** Errors from `low` to `high`, both included, metres. */
export interface ErrorRange {
  readonly low: number;
  readonly high: number;
}

/** A range from any two of its ends; null where they are the same or no errors. */
export function rangeBetween(a: number, b: number): ErrorRange | null {
  const [low, high] = a < b ? [a, b] : [b, a];
  return low >= 0 && low < high ? { low, high } : null;
}

/** Whether an error is looked at; a user without a fix has none. */
export function isInRange(range: ErrorRange | null, error: number): boolean {
  return range === null || (error >= range.low && error <= range.high);
}

/** What decides who is looked at. */
export interface RangeView {
  readonly errorRange: ErrorRange | null;
  readonly errorAxis: ErrorAxis;
  readonly fixes: FixTable;
  readonly estimators: readonly string[];
}

/** Whether an estimator's fix of a user is looked at. */
export function isFixInRange({ errorRange, errorAxis, fixes }: RangeView, id: string, user: number): boolean {
  return errorRange === null || isInRange(errorRange, errorOf(fixes, id, errorAxis, user));
}

/** Whether a user is looked at: any of its fixes is. */
export function isUserInRange(view: RangeView, user: number): boolean {
  return view.errorRange === null || view.estimators.some((id) => isFixInRange(view, id, user));
}

/** How many users are looked at. */
export function countInRange(view: RangeView): number {
  return answeredUsers(view.fixes).filter((user) => isUserInRange(view, user)).length;
}
