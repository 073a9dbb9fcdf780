/** What every bar that plays something has: a round button and the space bar, how fast, and over and over. */
import { Pause, Play, Repeat } from 'lucide-react';
import { useEffect, type ReactElement, type ReactNode } from 'react';
import iconButton from '../panels/icon-button.module.css';
import { Segments } from '../panels/segments.tsx';
import { Hint } from '../panels/tooltip.tsx';
import styles from './play-controls.module.css';
import { isPlayKey } from './play-key.ts';

/** The bar that holds them. */
export function PlayFrame({
  label,
  className,
  children,
}: {
  readonly label: string;
  /** Its gaps, and `--play-size`. */
  readonly className: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div className={`${styles.bar} ${className}`} role="group" aria-label={label}>
      {children}
    </div>
  );
}

/** Plays and pauses. */
export function PlayButton({
  what,
  isPlaying,
  onToggle,
}: {
  /** What is played, as its name goes on after "Play" and "Pause". */
  readonly what: string;
  readonly isPlaying: boolean;
  readonly onToggle: () => void;
}): ReactElement {
  const action = isPlaying ? 'Pause' : 'Play';
  return (
    <Hint text={`${action} (Space)`}>
      <button type="button" className={styles.play} aria-label={`${action} ${what}`} onClick={onToggle}>
        {isPlaying ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
      </button>
    </Hint>
  );
}

/** How fast. */
export function SpeedChoice<Speed extends number>({
  speeds,
  speed,
  onChange,
}: {
  readonly speeds: readonly Speed[];
  readonly speed: Speed;
  readonly onChange: (speed: Speed) => void;
}): ReactElement {
  return (
    <Segments
      label="Speed"
      segments={speeds.map((one) => ({ id: String(one), title: `${one}×` }))}
      value={String(speed)}
      onChange={(id) => onChange(speeds.find((one) => String(one) === id) ?? speed)}
    />
  );
}

/** Over and over, or once. */
export function LoopButton({
  label,
  isLooping,
  onChange,
}: {
  readonly label: string;
  readonly isLooping: boolean;
  readonly onChange: (isLooping: boolean) => void;
}): ReactElement {
  return (
    <Hint text="Over and over">
      <button
        type="button"
        className={`${iconButton.button} ${styles.loop}`}
        aria-label={label}
        aria-pressed={isLooping}
        onClick={() => onChange(!isLooping)}
      >
        <Repeat size={15} aria-hidden />
      </button>
    </Hint>
  );
}

/**
 * Lets the space bar play and pause.
 *
 * @param toggle stays the same from one drawing to the next; answers whether there was anything to play
 */
export function usePlayKey(toggle: () => boolean): void {
  useEffect(() => {
    const keydown = (event: KeyboardEvent): void => {
      const focused = event.target instanceof Element ? event.target : null;
      if (isPlayKey(event, focused) && toggle()) event.preventDefault();
    };
    document.addEventListener('keydown', keydown);
    return () => document.removeEventListener('keydown', keydown);
  }, [toggle]);
}
