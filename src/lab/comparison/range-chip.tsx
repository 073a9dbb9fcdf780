/** Who is looked at, while that is not everybody, and the way out. */
import { X } from 'lucide-react';
import type { ReactElement } from 'react';
import { count, significant } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { countInRange } from './error-range.ts';
import styles from './range-chip.module.css';

/** The chip of the range of errors; nothing where everybody is looked at. */
export function RangeChip(): ReactElement | null {
  const { store } = useLab();
  const errorRange = useLabState((state) => state.errorRange);
  const errorAxis = useLabState((state) => state.errorAxis);
  const fixes = useLabState((state) => state.fixes);
  const fixesVersion = useLabState((state) => state.fixesVersion);
  const estimators = useLabState((state) => state.estimators);
  void fixesVersion;
  if (!errorRange) return null;
  const users = countInRange({ errorRange, errorAxis, fixes, estimators });
  return (
    <button
      type="button"
      className={styles.chip}
      title="Show all users again (Escape)"
      aria-label={`${users} users with errors from ${significant(errorRange.low, 2)} to ${significant(errorRange.high, 2)} m are shown; show all users again`}
      onClick={() => store.setState({ errorRange: null })}
    >
      {significant(errorRange.low, 2)}–{significant(errorRange.high, 2)} m · {count(users)} users
      <X size={13} aria-hidden />
    </button>
  );
}
