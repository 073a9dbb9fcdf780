/** An angle, by a slider and by a number; degrees on the page, radians behind it. */
import { Slider } from '@base-ui/react/slider';
import type { ReactElement } from 'react';
import { toDegrees, withUnit } from '../format.ts';
import { NumberField } from './number-field.tsx';
import slider from './slider.module.css';
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
      <Slider.Root
        className={styles.slider}
        aria-label={label}
        value={degrees}
        min={minimum}
        max={maximum}
        step={1}
        onValueChange={(next) => change(Array.isArray(next) ? Number(next[0]) : Number(next))}
      >
        <Slider.Control className={slider.control}>
          <Slider.Track className={slider.rail}>
            <Slider.Indicator className={slider.indicator} />
            <Slider.Thumb
              className={slider.thumb}
              aria-label={`${label} in degrees, ${hint}`}
              getAriaValueText={(_, value) => withUnit(value, 1, '°')}
            />
          </Slider.Track>
        </Slider.Control>
      </Slider.Root>
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
