/** Plays the denoising: play and pause, step by step, how fast, over and over, and at which noise. */
import { ChevronLeft, ChevronRight, Pause, Play, Repeat } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { fineMetres } from '../format.ts';
import { useLab } from '../lab-context.ts';
import iconButton from '../panels/icon-button.module.css';
import { Segments } from '../panels/segments.tsx';
import { Hint } from '../panels/tooltip.tsx';
import { isPlayKey } from '../playback/play-key.ts';
import styles from './denoising-bar.module.css';
import { shownStep, SPEEDS } from './denoising-player.ts';
import { StepTrack } from './step-track.tsx';

/** The bar, while there is a trace. */
export function DenoisingBar(): ReactElement | null {
  const { denoising } = useLab();
  const { player } = denoising;
  const trace = useStore(denoising.store, (state) => state.trace);
  const isPlaying = useStore(player.store, (state) => state.isPlaying);
  const isLooping = useStore(player.store, (state) => state.isLooping);
  const speed = useStore(player.store, (state) => state.speed);
  const shown = useStore(player.store, shownStep);

  useEffect(() => {
    const toggle = (): void => {
      denoising.stopShow();
      if (player.store.getState().isPlaying) player.pause();
      else player.play();
    };
    const keydown = (event: KeyboardEvent): void => {
      const focused = event.target instanceof Element ? event.target : null;
      if (!isPlayKey(event, focused)) return;
      event.preventDefault();
      toggle();
    };
    document.addEventListener('keydown', keydown);
    return () => document.removeEventListener('keydown', keydown);
  }, [denoising, player]);

  if (!trace) return null;
  const step = (by: number): void => {
    denoising.stopShow();
    player.seek(player.store.getState().step + by);
  };
  const action = isPlaying ? 'Pause' : 'Play';
  return (
    <div className={styles.bar} role="group" aria-label="Denoising">
      <button type="button" className={iconButton.button} aria-label="Step back" onClick={() => step(-1)}>
        <ChevronLeft size={17} aria-hidden />
      </button>
      <Hint text={`${action} (Space)`}>
        <button
          type="button"
          className={styles.play}
          aria-label={`${action} the denoising`}
          onClick={() => {
            denoising.stopShow();
            if (isPlaying) player.pause();
            else player.play();
          }}
        >
          {isPlaying ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
        </button>
      </Hint>
      <button type="button" className={iconButton.button} aria-label="Step on" onClick={() => step(1)}>
        <ChevronRight size={17} aria-hidden />
      </button>
      <StepTrack sigma={trace.sigma} />
      <span className={styles.where}>
        step {shown} / {trace.steps} · σ {fineMetres(trace.sigma[shown] ?? Number.NaN)}
      </span>
      <span className={styles.manner}>
        <Segments
          label="Speed"
          segments={SPEEDS.map((one) => ({ id: String(one), title: `${one}×` }))}
          value={String(speed)}
          onChange={(id) => player.setSpeed(SPEEDS.find((one) => String(one) === id) ?? speed)}
        />
        <Hint text="Over and over">
          <button
            type="button"
            className={`${iconButton.button} ${styles.loop}`}
            aria-label="Play the denoising over and over"
            aria-pressed={isLooping}
            onClick={() => player.setLooping(!isLooping)}
          >
            <Repeat size={15} aria-hidden />
          </button>
        </Hint>
      </span>
    </div>
  );
}
