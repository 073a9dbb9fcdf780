/** An angle, by a slider and by a number; degrees on the page, radians behind it. */
import type { ReactElement } from 'react';
import { toDegrees, withUnit } from '../format.ts';
import { NumberField } from './number-field.tsx';
import { Slider } from './slider.tsx';
import styles from './world-panel.module.css';

/** The row. */
export function AngleRow({
  label,
  hint,
  angle,
  minimum,
  maximum,
  onChange,
}: {
  readonly label: string;
  /** What the number counts from, and which way. */
  readonly hint: string;
  /** Radians. */
  readonly angle: number;
  /** Range, degrees. */
  readonly minimum: number;
  readonly maximum: number;
  /** Is told radians. */
  readonly onChange: (angle: number) => void;
}): ReactElement {
  const degrees = toDegrees(angle);
  const change = (value: number): void => onChange((value * Math.PI) / 180);
  return (
    <div className={styles.row}>
      <span className={styles.term} title={hint}>
        {label}
      </span>
      <Slider
        className={styles.slider}
        label={`${label} in degrees, ${hint}`}
        sentence={(value) => withUnit(value, 1, '°')}
        value={degrees}
        minimum={minimum}
        maximum={maximum}
        step={1}
        onChange={change}
      />
      <NumberField
        label={`${label}, degrees`}
        value={degrees}
        decimals={1}
        minimum={minimum}
        maximum={maximum}
        step={1}
        onCommit={change}
      />
      <span className={styles.unit}>°</span>
    </div>
  );
}
