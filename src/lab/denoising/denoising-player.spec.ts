import { describe, expect, it } from 'vitest';
import type { FrameClock } from '../playback/player.ts';
import { createDenoisingPlayer, type DenoisingPlayer } from './denoising-player.ts';

/** A clock that moves when it is told to. */
function manualClock(): FrameClock & { readonly pass: (ms: number) => void } {
  let waiting: ((ms: number) => void) | null = null;
  let now = 0;
  return {
    request(callback) {
      waiting = callback;
      return 1;
    },
    cancel() {
      waiting = null;
    },
    pass(ms) {
      now += ms;
      const callback = waiting;
      waiting = null;
      callback?.(now);
    },
  };
}

function start(steps = 200): { player: DenoisingPlayer; shown: number[]; ends: number[]; pass: (ms: number) => void } {
  const clock = manualClock();
  const shown: number[] = [];
  const ends: number[] = [];
  const player = createDenoisingPlayer(
    clock,
    (step) => shown.push(step),
    () => ends.push(shown.at(-1) ?? -1),
  );
  player.load(steps);
  return { player, shown, ends, pass: clock.pass };
}

/** Frames of a tenth of a second. */
function play({ pass }: { pass: (ms: number) => void }, seconds: number): void {
  for (let frame = 0; frame <= 10 * seconds; frame++) pass(100);
}

describe('the player of a trace', () => {
  it('plays to the end in eight seconds, rests there, and begins anew when it is asked again', () => {
    const stage = start();
    stage.player.play();
    play(stage, 4);
    expect(stage.player.store.getState().step).toBe(100);
    play(stage, 4.1);
    expect(stage.player.store.getState()).toMatchObject({ step: 200, isPlaying: false });
    expect(stage.ends).toEqual([200]);
    stage.player.play();
    expect(stage.shown.at(-1)).toBe(0);
    expect(stage.shown).toEqual(
      stage.shown
        .toSorted((a, b) => a - b)
        .slice(1)
        .concat(0),
    );
  });

  it('gives each of a few steps time to be seen', () => {
    const stage = start(2);
    stage.player.play();
    play(stage, 1.6);
    expect(stage.player.store.getState()).toMatchObject({ step: 1, isPlaying: true });
    play(stage, 1.5);
    expect(stage.player.store.getState()).toMatchObject({ step: 2, isPlaying: false });
  });

  it('loops, and keeps the time at another speed', () => {
    const stage = start();
    stage.player.setLooping(true);
    stage.player.setSpeed(2);
    stage.player.play();
    play(stage, 5);
    expect(stage.player.store.getState()).toMatchObject({ step: 50, isPlaying: true });
    expect(stage.ends).toEqual([]);
  });

  it('shows what is pointed at and chooses nothing by it, until it is chosen', () => {
    const { player, shown } = start();
    player.seek(40);
    player.point(120);
    expect(player.store.getState()).toMatchObject({ step: 40, pointed: 120 });
    player.point(null);
    expect(shown).toEqual([40, 120, 40]);
    player.point(90);
    player.seek(90);
    expect(player.store.getState()).toMatchObject({ step: 90, pointed: null });
    expect(shown).toEqual([40, 120, 40, 90]);
  });

  it('pauses for a hand, stays within the trace, and is not disturbed by a pointer while it plays', () => {
    const stage = start();
    stage.player.play();
    play(stage, 1);
    const { step } = stage.player.store.getState();
    stage.player.point(199);
    expect(stage.player.store.getState().pointed).toBeNull();
    stage.player.seek(step + 1.2);
    expect(stage.player.store.getState()).toMatchObject({ step: step + 1, isPlaying: false });
    stage.player.seek(-5);
    expect(stage.player.store.getState().step).toBe(0);
    stage.player.seek(1e9);
    expect(stage.player.store.getState().step).toBe(200);
  });

  it('keeps its step while other sites are heard, and takes up a shorter trace', () => {
    const { player } = start();
    player.seek(150);
    player.load(200);
    expect(player.store.getState().step).toBe(150);
    player.load(2);
    expect(player.store.getState()).toMatchObject({ steps: 2, step: 2 });
  });

  it('has nothing to play without a trace', () => {
    const { player, shown } = start(0);
    player.play();
    expect(player.store.getState().isPlaying).toBe(false);
    expect(shown).toEqual([]);
  });

  it('goes on where it was after the page was hidden', () => {
    const stage = start();
    stage.player.play();
    stage.pass(0);
    stage.pass(60_000);
    expect(stage.player.store.getState().step).toBeLessThan(10);
  });
});
