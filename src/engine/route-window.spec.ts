import { describe, expect, it } from 'vitest';
import type { RouteTable } from './base.ts';
import { windowOf } from './route-window.ts';

/** Two ways, 3 m/s, a sample every half second; on the second one rests at its start for three samples. */
const SAMPLES = 20;
const routes: RouteTable = {
  count: 2,
  offsets: Uint32Array.of(0, SAMPLES, 2 * SAMPLES),
  positions: Float64Array.from({ length: 6 * SAMPLES }, (_, at) => {
    const sample = Math.floor(at / 3);
    const walked = sample < SAMPLES ? sample : Math.max(0, sample - SAMPLES - 2);
    return [4 + 1.5 * walked, sample < SAMPLES ? 6 : 14, 1.5][at % 3];
  }),
  times: Float64Array.from({ length: 2 * SAMPLES }, (_, sample) => 0.5 * (sample % SAMPLES)),
  routeOfUser: Int32Array.of(0, 1, -1),
  timeOfUser: Float64Array.of(9, 0.5, 0),
};
const at = (sample: number) =>
  [routes.positions[3 * sample], routes.positions[3 * sample + 1], routes.positions[3 * sample + 2]] as const;

describe('windowOf', () => {
  it('is the latest of many samples before the user', () => {
    expect(windowOf(routes, 0, at(18))).toEqual({ from: 4, to: 18, now: 9 });
    expect(windowOf(routes, 0, at(18), 3)).toEqual({ from: 16, to: 18, now: 9 });
    expect(windowOf(routes, 0, at(0))).toEqual({ from: 0, to: 0, now: 0 });
  });

  it('goes on with a user between two samples, who is there at a time between', () => {
    const [x, y, z] = at(5);
    const window = windowOf(routes, 0, [x + 0.6, y + 0.1, z]);
    expect(window).toMatchObject({ from: 0, to: 6 });
    expect(window?.now).toBeCloseTo(2.7, 12);
  });

  it('takes a user who rests to be there when it was found', () => {
    expect(windowOf(routes, 1, at(SAMPLES))).toEqual({ from: SAMPLES, to: SAMPLES + 1, now: 0.5 });
  });

  it('is none for a user that stands alone, or was led away from its way', () => {
    expect(windowOf(routes, 2, at(0))).toBeNull();
    expect(windowOf(routes, 0, [at(2)[0], at(2)[1] + 2, 1.5])).toBeNull();
  });
});
