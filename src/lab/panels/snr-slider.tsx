/** The signal-to-noise ratio that is imposed on every link. */
import { Slider } from '@base-ui/react/slider';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { toLabError } from '../../errors/lab-error.ts';
import { withUnit } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { notifyError } from '../state/store.ts';
import { SNR_RANGE } from '../state/url-codec.ts';
import styles from './snr-slider.module.css';

/** A value that rests this long is meant. */
const REST_MILLISECONDS = 140;

/** The slider with its number. */
export function SnrSlider(): ReactElement {
  const lab = useLab();
  const snrDb = useLabState((state) => state.snrDb);
  const ready = useLabState((state) => state.session !== null);
  const [shown, setShown] = useState<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const value = shown ?? snrDb;
  const change = (next: number): void => {
    setShown(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setShown(null);
      lab.setSnr(next).catch((cause: unknown) => notifyError(lab.store, toLabError(cause)));
    }, REST_MILLISECONDS);
  };

  return (
    <div className={styles.snr}>
      <span
        className={styles.label}
        id="snr-label"
        title="Signal-to-noise ratio per antenna and tone, imposed on every link"
      >
        SNR
      </span>
      <Slider.Root
        className={styles.root}
        aria-labelledby="snr-label"
        value={value}
        min={SNR_RANGE.minimum}
        max={SNR_RANGE.maximum}
        step={SNR_RANGE.step}
        disabled={!ready}
        onValueChange={(next) => change(Array.isArray(next) ? Number(next[0]) : Number(next))}
      >
        <Slider.Control className={styles.control}>
          <Slider.Track className={styles.rail}>
            <Slider.Indicator className={styles.indicator} />
            <Slider.Thumb className={styles.thumb} aria-label="SNR in decibels" />
          </Slider.Track>
        </Slider.Control>
      </Slider.Root>
      <output className={styles.value}>{withUnit(value, 0, 'dB')}</output>
    </div>
  );
}
