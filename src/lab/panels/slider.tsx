/** A slider of one value, as all of the page's are. */
import { Slider as Base } from '@base-ui/react/slider';
import type { ReactElement } from 'react';
import styles from './slider.module.css';

/** The slider; how long it is, `className` says. */
export function Slider({
  className,
  label,
  sentence,
  value,
  minimum,
  maximum,
  step,
  isDisabled = false,
  onChange,
}: {
  readonly className: string;
  /** What the value is, and its unit, for who cannot see it. */
  readonly label: string;
  /** A value in words. */
  readonly sentence: (value: number) => string;
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly isDisabled?: boolean;
  readonly onChange: (value: number) => void;
}): ReactElement {
  return (
    <Base.Root
      className={className}
      value={value}
      min={minimum}
      max={maximum}
      step={step}
      disabled={isDisabled}
      onValueChange={(next) => onChange(Array.isArray(next) ? Number(next[0]) : Number(next))}
    >
      <Base.Control className={styles.control}>
        <Base.Track className={styles.rail}>
          <Base.Indicator className={styles.indicator} />
          <Base.Thumb className={styles.thumb} aria-label={label} getAriaValueText={(_, one) => sentence(one)} />
        </Base.Track>
      </Base.Control>
    </Base.Root>
  );
}
