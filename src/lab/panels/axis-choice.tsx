/** Which part of the error all tables and curves are of. */
import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import type { ReactElement } from 'react';
import { useLab, useLabState } from '../lab-context.ts';
import type { ErrorAxis } from '../state/fix-table.ts';
import styles from './axis-choice.module.css';

const AXES: readonly { readonly id: ErrorAxis; readonly title: string; readonly explained: string }[] = [
  { id: 'all', title: '3D', explained: 'Distance in space' },
  { id: 'horizontal', title: 'H', explained: 'Horizontal part of the error' },
  { id: 'vertical', title: 'V', explained: 'Vertical part of the error' },
];

/** The switch. */
export function AxisChoice(): ReactElement {
  const { store } = useLab();
  const axis = useLabState((state) => state.errorAxis);
  return (
    <ToggleGroup
      className={styles.axes}
      aria-label="Part of the error"
      value={[axis]}
      onValueChange={([next]) => {
        const chosen = AXES.find((one) => one.id === next);
        if (chosen) store.setState({ errorAxis: chosen.id });
      }}
    >
      {AXES.map(({ id, title, explained }) => (
        <Toggle key={id} value={id} className={styles.axis} aria-label={explained} title={explained}>
          {title}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
