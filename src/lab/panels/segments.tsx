/** One of a few words, side by side. */
import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import type { ReactElement } from 'react';
import styles from './segments.module.css';

/** What can be chosen. */
export interface Segment<Id extends string> {
  readonly id: Id;
  readonly title: string;
}

/** The row of words. */
export function Segments<Id extends string>({
  label,
  segments,
  value,
  onChange,
}: {
  readonly label: string;
  readonly segments: readonly Segment<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
}): ReactElement {
  return (
    <ToggleGroup
      className={styles.segments}
      aria-label={label}
      value={[value]}
      onValueChange={([next]) => {
        const chosen = segments.find(({ id }) => id === next);
        if (chosen && chosen.id !== value) onChange(chosen.id);
      }}
    >
      {segments.map(({ id, title }) => (
        <Toggle key={id} value={id} className={styles.segment}>
          {title}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
