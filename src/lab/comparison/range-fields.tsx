/** The range of errors in numbers, for those who do not pull. */
import type { ReactElement } from 'react';
import { useLab, useLabState } from '../lab-context.ts';
import { NumberField } from '../panels/number-field.tsx';
import styles from './comparison-panel.module.css';
import { rangeBetween, type ErrorRange } from './error-range.ts';

/** The range that the first typed end begins with, metres. */
const WIDEST = { low: 0, high: 1000 } as const;

/** Two fields; what makes no range changes nothing. */
export function RangeFields(): ReactElement {
  const { store } = useLab();
  const range = useLabState((state) => state.errorRange);
  const change = (end: Partial<ErrorRange>): void => {
    const { low, high } = { ...WIDEST, ...store.getState().errorRange, ...end };
    const next = rangeBetween(low, high);
    if (next) store.setState({ errorRange: next });
  };
  const field = (label: string, value: number | undefined, onCommit: (value: number) => void): ReactElement => (
    <NumberField
      label={label}
      value={value ?? null}
      decimals={2}
      minimum={WIDEST.low}
      maximum={WIDEST.high}
      step={0.1}
      onCommit={onCommit}
    />
  );
  return (
    <span className={styles.fields}>
      errors
      {field('Smallest error shown, metres', range?.low, (low) => change({ low }))}
      to
      {field('Largest error shown, metres', range?.high, (high) => change({ high }))}m
    </span>
  );
}
