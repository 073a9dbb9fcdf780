/** A number that can be typed. */
import { useState, type ReactElement } from 'react';
import styles from './number-field.module.css';

/** A field that speaks only when the reader is done: on Enter, or when it is left. What it says lies within its range. */
export function NumberField({
  label,
  value,
  decimals,
  minimum,
  maximum,
  step,
  onCommit,
}: {
  readonly label: string;
  /** Null where there is none. */
  readonly value: number | null;
  readonly decimals: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly onCommit: (value: number) => void;
}): ReactElement {
  const shown = value === null ? '' : value.toFixed(decimals);
  // Null while nobody is typing: the field then follows the value.
  const [draft, setDraft] = useState<string | null>(null);
  const commit = (): void => {
    const number = draft === null || draft.trim() === '' ? Number.NaN : Number(draft);
    setDraft(null);
    if (Number.isFinite(number) && draft !== shown) onCommit(Math.min(maximum, Math.max(minimum, number)));
  };
  return (
    <input
      className={styles.field}
      type="number"
      inputMode="decimal"
      aria-label={label}
      value={draft ?? shown}
      min={minimum}
      max={maximum}
      step={step}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
}
