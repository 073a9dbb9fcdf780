/** The signal-to-noise ratio of every link, or what is added to that of the link budget. */
import { Slider } from '@base-ui/react/slider';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { toLabError } from '../../errors/lab-error.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { notifyError } from '../state/store.ts';
import { SNR_SCALES, snrSentence, snrText } from '../state/snr.ts';
import slider from './slider.module.css';
import styles from './snr-slider.module.css';

/** A value that rests this long is meant. */
const REST_MILLISECONDS = 140;

/** The slider with its number. */
export function SnrSlider(): ReactElement {
  const lab = useLab();
  const snrDb = useLabState((state) => state.snrDb);
  const session = useLabState((state) => state.session);
  const kind = session?.snr ?? 'imposed';
  const { label, explained, minimum, maximum, step } = SNR_SCALES[kind];
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
      <span className={styles.label} id="snr-label" title={explained}>
        {label}
      </span>
      <Slider.Root
        className={styles.root}
        aria-labelledby="snr-label"
        value={value}
        min={minimum}
        max={maximum}
        step={step}
        disabled={!session}
        onValueChange={(next) => change(Array.isArray(next) ? Number(next[0]) : Number(next))}
      >
        <Slider.Control className={slider.control}>
          <Slider.Track className={slider.rail}>
            <Slider.Indicator className={slider.indicator} />
            <Slider.Thumb
              className={slider.thumb}
              aria-label={`${label} in decibels`}
              getAriaValueText={(_, number) => snrSentence(kind, number)}
            />
          </Slider.Track>
        </Slider.Control>
      </Slider.Root>
      <output className={styles.value} title={snrSentence(kind, value)}>
        {snrText(kind, value)}
      </output>
    </div>
  );
}
