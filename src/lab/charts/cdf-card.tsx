/** The first answer to "how good": the distribution of errors, filling while the engine computes. */
import type { ReactElement } from 'react';
import { RangeChip } from '../comparison/range-chip.tsx';
import { count } from '../format.ts';
import { useLabState } from '../lab-context.ts';
import { Card } from '../panels/card.tsx';
import styles from './cdf-card.module.css';
import { CdfChart } from './cdf-chart.tsx';

const NAMES = { all: 'Error', horizontal: 'Horizontal error', vertical: 'Vertical error' } as const;

/** The card with the CDF of every estimator in use. */
export function CdfCard(): ReactElement {
  const axis = useLabState((state) => state.errorAxis);
  const users = useLabState((state) => state.fixes.users);
  const answered = useLabState((state) => (state.fixesVersion >= 0 ? state.fixes.answered : 0));
  const isFiltered = useLabState((state) => state.errorRange !== null);
  return (
    <Card
      title={`${NAMES[axis]} CDF`}
      unit="% of users"
      note={isFiltered ? <RangeChip /> : users > 0 ? `${count(answered)} of ${count(users)} users` : ''}
      live
    >
      {answered > 0 ? (
        <CdfChart height="var(--cdf-height)" />
      ) : (
        <div className={styles.waiting}>The curve grows as users are found.</div>
      )}
    </Card>
  );
}
