/** The signal-to-noise ratio of every link, or what is added to that of the link budget. */
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { toLabError } from '../../errors/lab-error.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { notifyError } from '../state/store.ts';
import { SNR_SCALES, snrSentence, snrText } from '../state/snr.ts';
import { Slider } from './slider.tsx';
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
      <span className={styles.label} title={explained}>
        {label}
      </span>
      <Slider
        className={styles.root}
        label={`${label} in decibels`}
        sentence={(number) => snrSentence(kind, number)}
        value={value}
        minimum={minimum}
        maximum={maximum}
        step={step}
        isDisabled={!session}
        onChange={change}
      />
      <output className={styles.value} title={snrSentence(kind, value)}>
        {snrText(kind, value)}
      </output>
    </div>
  );
}
