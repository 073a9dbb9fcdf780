/**
 * Leads users along their routes in real time, over a clock that is handed in: the selected one alone, or everybody. No
 * React, no drawing, no engine.
 */
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

/** Who moves: everybody who has a route, or the selected user alone. */
export type Movers = 'everybody' | 'selected';

/** What is played, and how. */
export interface PlayerState {
  /** The selected user, or null where nobody is selected who has a route. */
  readonly user: number | null;
  /** Length of that user's route, seconds; 0 without a user. */
  readonly duration: number;
  /** Where that user is on it, seconds since its first sample. */
  readonly seconds: number;
  readonly isPlaying: boolean;
  readonly movers: Movers;
  /** True where the end of a route leads back to its beginning. */
  readonly isLooping: boolean;
  readonly speed: Speed;
}

/** Who is told where users are now, metres. */
export interface PlayerEvents {
  /** The selected user. */
  readonly onPosition: (user: number, position: [number, number, number]) => void;
  /** All others who move: their numbers [count], and where they are [count, 3]. */
  readonly onOthers: (users: Int32Array, positions: Float64Array) => void;
}

/** A player of routes. */
export interface Player {
  readonly store: StoreApi<PlayerState>;
  /**
   * Takes up a user at the moment where it is on its route; with null, or a user without a route, nobody. Everybody walks on
   * meanwhile, but where only the selected user moves it rests, and on other routes all begin anew and rest.
   */
  load(routes: RouteTable | null, user: number | null): void;
  /** Goes on; from the end of a route, from its beginning. */
  play(): void;
  pause(): void;
  /** Puts the selected user where it is at a moment of its route, seconds since its first sample, within it. */
  seek(seconds: number): void;
  setMovers(movers: Movers): void;
  setSpeed(speed: Speed): void;
  setLooping(isLooping: boolean): void;
}

/**
 * Makes a player.
 *
 * @param clock frames
 */
export function createPlayer(clock: FrameClock, { onPosition, onOthers }: PlayerEvents): Player {
  const store = createStore<PlayerState>(() => ({
    user: null,
    duration: 0,
    seconds: 0,
    isPlaying: false,
    movers: 'everybody',
    isLooping: false,
    speed: 1,
  }));
  let routes: RouteTable | null = null;
  /** When every user is where it is, seconds on the clock of its route [users]. */
  let moments = new Float64Array(0);
  let frame = 0;
  /** Time of the last frame, milliseconds, or null before the first. */
  let last: number | null = null;

  const pause = (): void => {
    if (!store.getState().isPlaying) return;
    clock.cancel(frame);
    store.setState({ isPlaying: false });
  };

  const routeOf = (user: number): number => routes?.routeOfUser[user] ?? -1;

  const put = (seconds: number): void => {
    const { user } = store.getState();
    if (!routes || user === null) return;
    const route = routeOf(user);
    moments[user] = spanOf(routes, route).start + seconds;
    store.setState({ seconds });
    onPosition(user, positionOnRoute(routes, route, moments[user]));
  };

  /** Leads everybody but the selected user on. True while anybody still has a way to go. */
  const leadOthers = (ways: RouteTable, passed: number): boolean => {
    const { user: selected, isLooping } = store.getState();
    let isAnyLeft = false;
    const users = Int32Array.from(moments.keys()).filter((user) => user !== selected && routeOf(user) >= 0);
    const positions = new Float64Array(3 * users.length);
    users.forEach((user, row) => {
      const { start, end } = spanOf(ways, routeOf(user));
      const next = moments[user] + passed;
      const duration = end - start;
      moments[user] = isLooping && duration > 0 ? start + ((next - start) % duration) : Math.min(end, next);
      if (moments[user] < end) isAnyLeft = true;
      positions.set(positionOnRoute(ways, routeOf(user), moments[user]), 3 * row);
    });
    if (passed > 0) onOthers(users, positions);
    return isAnyLeft;
  };

  const tick = (now: number): void => {
    const { duration, isLooping, movers, seconds, speed } = store.getState();
    const passed = (Math.min(LONGEST_FRAME, now - (last ?? now)) / 1000) * speed;
    last = now;
    const next = seconds + passed;
    const isAtEnd = next >= duration && !isLooping;
    const isAnyLeft = movers === 'everybody' && routes !== null && leadOthers(routes, passed);
    put(isAtEnd ? duration : next % duration);
    if (isAtEnd && !isAnyLeft) pause();
    else if (store.getState().isPlaying) frame = clock.request(tick);
  };

  return {
    store,

    load(nextRoutes, user) {
      const isOther = routes !== nextRoutes;
      if (isOther) moments = nextRoutes ? nextRoutes.timeOfUser.slice() : new Float64Array(0);
      routes = nextRoutes;
      const route = user === null ? -1 : routeOf(user);
      if (isOther || route < 0 || store.getState().movers === 'selected') pause();
      if (!routes || user === null || route < 0) {
        store.setState({ user: null, duration: 0, seconds: 0 });
        return;
      }
      const { start, end } = spanOf(routes, route);
      store.setState({ user, duration: end - start, seconds: moments[user] - start });
    },

    play() {
      const { user, duration, isPlaying, seconds } = store.getState();
      if (isPlaying || user === null || duration <= 0) return;
      for (const other of moments.keys()) {
        const route = routeOf(other);
        if (!routes || route < 0 || other === user) continue;
        const { start, end } = spanOf(routes, route);
        if (moments[other] >= end) moments[other] = start;
      }
      store.setState({ isPlaying: true, seconds: seconds >= duration ? 0 : seconds });
      last = null;
      frame = clock.request(tick);
    },

    pause,

    seek(seconds) {
      put(Math.min(store.getState().duration, Math.max(0, seconds)));
    },

    setMovers(movers) {
      store.setState({ movers });
    },

    setSpeed(speed) {
      store.setState({ speed });
    },

    setLooping(isLooping) {
      store.setState({ isLooping });
    },
  };
}
