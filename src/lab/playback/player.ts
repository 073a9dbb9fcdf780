/** Leads one user along its route in real time, over a clock that is handed in. No React, no drawing, no engine. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RouteTable } from '../../engine/frontend.ts';
import { positionOnRoute, spanOf } from './route-position.ts';

/** Seconds of the route that pass in one second. */
export const SPEEDS = [1, 2, 5] as const;

/** One of the speeds. */
export type Speed = (typeof SPEEDS)[number];

/** Longest time between two frames that is played, milliseconds: a page that was hidden goes on where it was. */
const LONGEST_FRAME = 1000;

/** When to draw the next frame; `requestAnimationFrame` and `cancelAnimationFrame` of a page. */
export interface FrameClock {
  /** Calls back once with the time in milliseconds. */
  request(callback: (milliseconds: number) => void): number;
  cancel(handle: number): void;
}

/** What is played, and how. */
export interface PlayerState {
  /** Who moves, or null where nobody is chosen who has a route. */
  readonly user: number | null;
  /** Length of the route, seconds; 0 without a user. */
  readonly duration: number;
  /** Time since the route's first sample, seconds. */
  readonly seconds: number;
  readonly isPlaying: boolean;
  /** True where the end of a route leads back to its beginning. */
  readonly isLooping: boolean;
  readonly speed: Speed;
}

/** A player of routes. */
export interface Player {
  readonly store: StoreApi<PlayerState>;
  /** Takes up a user at the moment where it is on its route, and rests; with null, or a user without a route, nobody. */
  load(routes: RouteTable | null, user: number | null): void;
  /** Goes on; from the end of a route, from its beginning. */
  play(): void;
  pause(): void;
  /** Puts the user where it is at a moment of the route, seconds since its first sample, within it. */
  seek(seconds: number): void;
  setSpeed(speed: Speed): void;
  setLooping(isLooping: boolean): void;
}

/**
 * Makes a player.
 *
 * @param clock frames
 * @param onPosition is told where the user is now, metres
 */
export function createPlayer(
  clock: FrameClock,
  onPosition: (user: number, position: [number, number, number]) => void,
): Player {
  const store = createStore<PlayerState>(() => ({
    user: null,
    duration: 0,
    seconds: 0,
    isPlaying: false,
    isLooping: false,
    speed: 1,
  }));
  let routes: RouteTable | null = null;
  let frame = 0;
  /** Time of the last frame, milliseconds, or null before the first. */
  let last: number | null = null;

  const pause = (): void => {
    if (!store.getState().isPlaying) return;
    clock.cancel(frame);
    store.setState({ isPlaying: false });
  };

  const put = (seconds: number): void => {
    const { user } = store.getState();
    if (!routes || user === null) return;
    store.setState({ seconds });
    const route = routes.routeOfUser[user];
    onPosition(user, positionOnRoute(routes, route, spanOf(routes, route).start + seconds));
  };

  const tick = (now: number): void => {
    const { duration, isLooping, seconds, speed } = store.getState();
    const passed = Math.min(LONGEST_FRAME, now - (last ?? now)) / 1000;
    last = now;
    const next = seconds + passed * speed;
    const isOver = next >= duration && !isLooping;
    put(isOver ? duration : next % duration);
    if (isOver) pause();
    else if (store.getState().isPlaying) frame = clock.request(tick);
  };

  return {
    store,

    load(nextRoutes, user) {
      pause();
      routes = nextRoutes;
      const route = routes && user !== null ? routes.routeOfUser[user] : -1;
      if (!routes || user === null || route < 0) {
        store.setState({ user: null, duration: 0, seconds: 0 });
        return;
      }
      const { start, end } = spanOf(routes, route);
      store.setState({ user, duration: end - start, seconds: routes.timeOfUser[user] - start });
    },

    play() {
      const { user, duration, isPlaying, seconds } = store.getState();
      if (isPlaying || user === null || duration <= 0) return;
      store.setState({ isPlaying: true, seconds: seconds >= duration ? 0 : seconds });
      last = null;
      frame = clock.request(tick);
    },

    pause,

    seek(seconds) {
      put(Math.min(store.getState().duration, Math.max(0, seconds)));
    },

    setSpeed(speed) {
      store.setState({ speed });
    },

    setLooping(isLooping) {
      store.setState({ isLooping });
    },
  };
}
