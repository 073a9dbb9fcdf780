/** Plays the denoising: play and pause, step by step, how fast, over and over, and at which noise. */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useCallback, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { fineMetres } from '../format.ts';
import { useLab } from '../lab-context.ts';
import iconButton from '../panels/icon-button.module.css';
import { LoopButton, PlayButton, PlayFrame, SpeedChoice, usePlayKey } from '../playback/play-controls.tsx';
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

  const toggle = useCallback(() => {
    if (player.store.getState().steps === 0) return false;
    denoising.stopShow();
    if (player.store.getState().isPlaying) player.pause();
    else player.play();
    return true;
  }, [denoising, player]);
  usePlayKey(toggle);

  if (!trace) return null;
  const step = (by: number): void => {
    denoising.stopShow();
    player.seek(player.store.getState().step + by);
  };
  return (
    <PlayFrame className={styles.bar} label="Denoising">
      <button type="button" className={iconButton.button} aria-label="Step back" onClick={() => step(-1)}>
        <ChevronLeft size={17} aria-hidden />
      </button>
      <PlayButton what="the denoising" isPlaying={isPlaying} onToggle={toggle} />
      <button type="button" className={iconButton.button} aria-label="Step on" onClick={() => step(1)}>
        <ChevronRight size={17} aria-hidden />
      </button>
      <StepTrack sigma={trace.sigma} />
      <span className={styles.where}>
        step {shown} / {trace.steps} · σ {fineMetres(trace.sigma[shown] ?? Number.NaN)}
      </span>
      <span className={styles.manner}>
        <SpeedChoice speeds={SPEEDS} speed={speed} onChange={(next) => player.setSpeed(next)} />
        <LoopButton
          label="Play the denoising over and over"
          isLooping={isLooping}
          onChange={(next) => {
            denoising.stopShow();
            player.setLooping(next);
          }}
        />
      </span>
    </PlayFrame>
  );
}
