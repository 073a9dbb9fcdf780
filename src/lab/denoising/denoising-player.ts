/**
 * Plays the steps of a trace over a clock that is handed in. No React, no drawing, no engine: whatever happens, one function is
 * told which step to show.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FrameClock } from '../playback/player.ts';

/** Time for a whole way at the speed of one, seconds: for many steps, and for each of a few. */
const SECONDS = { atMost: 8, each: 1.5 } as const;

/** Parts of that speed. */
export const SPEEDS = [0.25, 0.5, 1, 2] as const;

/** One of the speeds. */
export type Speed = (typeof SPEEDS)[number];

/** Longest time between two frames that is played, milliseconds. */
const LONGEST_FRAME = 250;

/** What is played, and how. */
export interface DenoisingPlayerState {
  /** Steps of the trace; 0 without one. */
  readonly steps: number;
  /** The step that was chosen or played to. */
  readonly step: number;
  /** The step that is pointed at, which is shown in place of the chosen one; null where none is. */
  readonly pointed: number | null;
  readonly isPlaying: boolean;
  readonly isLooping: boolean;
  readonly speed: Speed;
}

/** A player of traces. */
export interface DenoisingPlayer {
  readonly store: StoreApi<DenoisingPlayerState>;
  /** Takes up a trace of so many steps; where the number stays, so does the step. */
  load(steps: number): void;
  /** Goes on; from the end, from the beginning. */
  play(): void;
  pause(): void;
  /** Chooses a step, within the trace, and rests there. */
  seek(step: number): void;
  /** Shows a step without choosing it, or with null the chosen one again. */
  point(step: number | null): void;
  setSpeed(speed: Speed): void;
  setLooping(isLooping: boolean): void;
}

/** The step on the page. */
export function shownStep({ step, pointed }: DenoisingPlayerState): number {
  return pointed ?? step;
}

/**
 * Makes a player.
 *
 * @param updateStep told whenever another step is to be shown
 * @param onEnd told when it has played to the end and rests there
 */
export function createDenoisingPlayer(
  clock: FrameClock,
  updateStep: (step: number) => void,
  onEnd: () => void = () => undefined,
): DenoisingPlayer {
  const store = createStore<DenoisingPlayerState>(() => ({
    steps: 0,
    step: 0,
    pointed: null,
    isPlaying: false,
    isLooping: false,
    speed: 1,
  }));
  let frame = 0;
  let last: number | null = null;
  /** Where between two steps it is. */
  let place = 0;

  const change = (next: Partial<DenoisingPlayerState>): void => {
    const before = shownStep(store.getState());
    store.setState(next);
    const after = shownStep(store.getState());
    if (after !== before) updateStep(after);
  };

  const within = (step: number): number => Math.min(store.getState().steps, Math.max(0, Math.round(step)));

  const pause = (): void => {
    if (!store.getState().isPlaying) return;
    clock.cancel(frame);
    store.setState({ isPlaying: false });
  };

  const tick = (now: number): void => {
    const { steps, speed, isLooping } = store.getState();
    const passed = Math.min(LONGEST_FRAME, now - (last ?? now)) / 1000;
    last = now;
    place += (passed * speed * steps) / Math.min(SECONDS.atMost, SECONDS.each * steps);
    if (place >= steps && isLooping) place %= steps;
    const isAtEnd = place >= steps;
    change({ step: isAtEnd ? steps : Math.floor(place) });
    if (!isAtEnd) {
      frame = clock.request(tick);
      return;
    }
    pause();
    onEnd();
  };

  return {
    store,
    pause,
    load(steps) {
      const { steps: before, step } = store.getState();
      if (steps === before) return;
      pause();
      store.setState({ steps, step: Math.min(step, steps), pointed: null });
    },
    play() {
      const { steps, step, isPlaying } = store.getState();
      if (isPlaying || steps === 0) return;
      place = step >= steps ? 0 : step;
      last = null;
      change({ isPlaying: true, pointed: null, step: place });
      frame = clock.request(tick);
    },
    seek(step) {
      pause();
      change({ step: within(step), pointed: null });
    },
    point(step) {
      if (store.getState().isPlaying) return;
      change({ pointed: step === null ? null : within(step) });
    },
    setSpeed: (speed) => store.setState({ speed }),
    setLooping: (isLooping) => store.setState({ isLooping }),
  };
}
