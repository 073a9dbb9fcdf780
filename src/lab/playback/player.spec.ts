import { beforeEach, describe, expect, it } from 'vitest';
import type { RouteTable } from '../../engine/frontend.ts';
import { createPlayer, type Player } from './player.ts';

/**
 * User 0 walks 10 m east in 10 s from its clock's 2 s on and is found at 5 s; user 1 has no route; user 2 walks 40 m north in
 * 20 s and is found at 1 s.
 */
const routes: RouteTable = {
  count: 2,
  offsets: Uint32Array.of(0, 2, 4),
  positions: Float64Array.of(0, 0, 1, 10, 0, 1, 0, 0, 1, 0, 40, 1),
  times: Float64Array.of(2, 12, 0, 20),
  routeOfUser: Int32Array.of(0, -1, 1),
  timeOfUser: Float64Array.of(5, 0, 1),
};

let player: Player;
let now: number;
let waiting: Map<number, (milliseconds: number) => void>;
let moves: (readonly [user: number, x: number])[];
let others: (readonly [users: number[], positions: number[]])[];

/** Lets one frame pass, so many milliseconds after the last. */
const frame = (milliseconds: number): void => {
  now += milliseconds;
  const due = [...waiting.values()];
  waiting.clear();
  for (const callback of due) callback(now);
};
const seconds = (): number => player.store.getState().seconds;
const places = (): number[] => moves.map(([, x]) => x);
const isPlaying = (): boolean => player.store.getState().isPlaying;

beforeEach(() => {
  now = 40_000;
  waiting = new Map();
  moves = [];
  others = [];
  let handles = 0;
  player = createPlayer(
    {
      request(callback) {
        waiting.set(++handles, callback);
        return handles;
      },
      cancel: (handle) => void waiting.delete(handle),
    },
    {
      onPosition: (user, [x]) => moves.push([user, x]),
      onOthers: (users, positions) => others.push([[...users], [...positions]]),
    },
  );
  player.setMovers('selected');
  player.load(routes, 0);
});

describe('createPlayer', () => {
  it('takes up a user where it is on its route, without moving it', () => {
    expect(player.store.getState()).toMatchObject({ user: 0, duration: 10, seconds: 3, isPlaying: false });
    expect(moves).toEqual([]);
  });

  it('moves in real time from the first frame on, whatever the clock says then', () => {
    player.play();
    frame(300);
    frame(250);
    frame(500);
    expect(places()).toBeAllclose([3, 3.25, 3.75]);
  });

  it('plays faster from the moment it is told to', () => {
    player.play();
    frame(0);
    frame(100);
    player.setSpeed(5);
    frame(100);
    expect(places()).toBeAllclose([3, 3.1, 3.6]);
  });

  it('asks for no frame while it rests, and goes on where it rested', () => {
    player.play();
    frame(0);
    frame(500);
    player.pause();
    expect(waiting.size).toBe(0);
    frame(5000);
    expect(seconds()).toBeCloseTo(3.5, 12);
    player.play();
    frame(700);
    frame(100);
    expect(seconds()).toBeCloseTo(3.6, 12);
  });

  it('rests at the end exactly, and starts over from there', () => {
    player.seek(9.5);
    player.play();
    frame(0);
    frame(800);
    expect(isPlaying()).toBe(false);
    expect(waiting.size).toBe(0);
    expect(moves.at(-1)).toEqual([0, 10]);
    player.play();
    frame(0);
    frame(200);
    expect(seconds()).toBeCloseTo(0.2, 12);
  });

  it('leads the end back to the beginning where it loops', () => {
    player.setLooping(true);
    player.seek(9.5);
    player.play();
    frame(0);
    frame(800);
    expect(isPlaying()).toBe(true);
    expect(seconds()).toBeCloseTo(0.3, 12);
  });

  it('seeks within the route, playing or not', () => {
    player.seek(7);
    expect(isPlaying()).toBe(false);
    player.seek(-4);
    player.seek(40);
    expect(places()).toBeAllclose([7, 0, 10]);
    player.seek(1);
    player.play();
    frame(0);
    player.seek(6);
    frame(100);
    expect(seconds()).toBeCloseTo(6.1, 12);
  });

  it('does not make up for the time that a page was hidden', () => {
    player.play();
    frame(0);
    frame(60_000);
    expect(seconds()).toBeCloseTo(4, 12);
  });

  it('rests when another user or another scene is loaded', () => {
    player.play();
    frame(0);
    player.load(routes, 1);
    expect(player.store.getState()).toMatchObject({ user: null, duration: 0, isPlaying: false });
    expect(waiting.size).toBe(0);
    player.play();
    expect(isPlaying()).toBe(false);
    player.load(null, 0);
    player.seek(2);
    expect(moves).toHaveLength(1);
  });

  it('rests when whoever hears of a position pauses it', () => {
    const stopping = createPlayer(
      { request: (callback) => (waiting.set(1, callback), 1), cancel: () => waiting.clear() },
      { onPosition: () => stopping.pause(), onOthers: () => undefined },
    );
    stopping.load(routes, 0);
    stopping.play();
    frame(0);
    expect(waiting.size).toBe(0);
  });

  it('goes on where a user is when it is taken up again', () => {
    player.play();
    frame(0);
    frame(500);
    player.load(routes, 2);
    player.load(routes, 0);
    expect(player.store.getState()).toMatchObject({ seconds: 3.5, isPlaying: false });
  });
});

describe('a player of everybody', () => {
  beforeEach(() => player.setMovers('everybody'));

  it('leads all who have routes on by the same time, the selected one by itself', () => {
    player.play();
    frame(0);
    frame(500);
    expect(moves.at(-1)).toEqual([0, 3.5]);
    expect(others).toEqual([[[2], [0, 3, 1]]]);
  });

  it('walks on while another user is selected, and rests on other routes', () => {
    player.play();
    frame(0);
    frame(500);
    player.load(routes, 2);
    expect(player.store.getState()).toMatchObject({ user: 2, duration: 20, seconds: 1.5, isPlaying: true });
    frame(500);
    expect(player.store.getState().seconds).toBe(2);
    expect(others.at(-1)).toEqual([[0], [4, 0, 1]]);
    player.load({ ...routes }, 2);
    expect(player.store.getState()).toMatchObject({ seconds: 1, isPlaying: false });
  });

  it('rests only when the last one has arrived', () => {
    player.seek(9.9);
    player.play();
    frame(0);
    for (let second = 0; second < 18; second++) frame(1000);
    expect(moves.at(-1)).toEqual([0, 10]);
    expect(isPlaying()).toBe(true);
    frame(1000);
    expect(others.at(-1)).toEqual([[2], [0, 40, 1]]);
    expect(isPlaying()).toBe(false);
    player.play();
    frame(0);
    frame(500);
    expect(others.at(-1)).toEqual([[2], [0, 1, 1]]);
  });

  it('leads everybody back to the beginning of its own route where it loops', () => {
    player.setLooping(true);
    player.play();
    frame(0);
    for (let second = 0; second < 20; second++) frame(1000);
    expect(isPlaying()).toBe(true);
    expect(seconds()).toBeCloseTo(3, 9);
    expect(others.at(-1)?.[1]).toBeAllclose([0, 2, 1], { absolute: 1e-9 });
  });
});
