import { describe, expect, it } from 'vitest';
import type { RouteTable } from '../../engine/frontend.ts';
import { positionOnRoute, spanOf, velocityOnRoute } from './route-position.ts';

/** Two routes: a corner of uneven pace in the plane, and a climb that begins at 5 s. */
const routes: RouteTable = {
  count: 2,
  offsets: Uint32Array.of(0, 3, 5),
  positions: Float64Array.of(0, 0, 1, 4, 0, 1, 4, 6, 1, 10, 10, 0, 10, 10, 8),
  times: Float64Array.of(0, 2, 8, 5, 9),
  routeOfUser: Int32Array.of(0, 1),
  timeOfUser: Float64Array.of(0, 5),
};

describe('positionOnRoute', () => {
  it('passes every sample at its time', () => {
    for (let route = 0; route < routes.count; route++) {
      for (let sample = routes.offsets[route]; sample < routes.offsets[route + 1]; sample++) {
        expect(positionOnRoute(routes, route, routes.times[sample])).toEqual([
          ...routes.positions.subarray(3 * sample, 3 * sample + 3),
        ]);
      }
    }
  });

  it('moves evenly between two samples', () => {
    expect(positionOnRoute(routes, 0, 0.5)).toBeAllclose([1, 0, 1]);
    expect(positionOnRoute(routes, 0, 5)).toBeAllclose([4, 3, 1]);
    expect(positionOnRoute(routes, 1, 6)).toBeAllclose([10, 10, 2]);
  });

  it('rests at either end, and never strays into the neighbouring route', () => {
    expect(positionOnRoute(routes, 0, -3)).toEqual([0, 0, 1]);
    expect(positionOnRoute(routes, 0, 8.5)).toEqual([4, 6, 1]);
    expect(positionOnRoute(routes, 1, 0)).toEqual([10, 10, 0]);
    expect(positionOnRoute(routes, 1, 100)).toEqual([10, 10, 8]);
  });

  it('stands still on a route of one sample', () => {
    const alone: RouteTable = {
      ...routes,
      count: 1,
      offsets: Uint32Array.of(0, 1),
    };
    expect(positionOnRoute(alone, 0, -1)).toEqual([0, 0, 1]);
    expect(positionOnRoute(alone, 0, 7)).toEqual([0, 0, 1]);
  });
});

describe('spanOf', () => {
  it('gives the first and the last time of each route', () => {
    expect(spanOf(routes, 0)).toEqual({ start: 0, end: 8 });
    expect(spanOf(routes, 1)).toEqual({ start: 5, end: 9 });
  });
});

describe('velocityOnRoute', () => {
  it('is that of the straight piece, and at a sample the mean of both sides', () => {
    expect(velocityOnRoute(routes, 0, [1, 0, 1], 0)).toBeAllclose([2, 0, 0], { absolute: 1e-9 });
    expect(velocityOnRoute(routes, 0, [4, 3, 1], 0)).toBeAllclose([0, 1, 0], { absolute: 1e-9 });
    expect(velocityOnRoute(routes, 0, [4, 0, 1], 2)).toBeAllclose([1, 0.5, 0], { absolute: 1e-9 });
    expect(velocityOnRoute(routes, 1, [10, 10, 8], 9)).toBeAllclose([0, 0, 2], { absolute: 1e-9 });
  });

  it('forgives what rounding does, and knows nothing of somebody who was led astray', () => {
    expect(velocityOnRoute(routes, 0, [1, 0.2, 1], 0)).toBeAllclose([2, 0, 0], { absolute: 1e-9 });
    expect(velocityOnRoute(routes, 0, [1, 2, 1], 0)).toBeNull();
  });

  it('asks the clock where a way rests or comes back', () => {
    const there: RouteTable = {
      ...routes,
      count: 1,
      offsets: Uint32Array.of(0, 4),
      positions: Float64Array.of(0, 0, 0, 6, 0, 0, 6, 0, 0, 0, 0, 0),
      times: Float64Array.of(0, 3, 5, 11),
    };
    expect(velocityOnRoute(there, 0, [2, 0, 0], 1)).toBeAllclose([2, 0, 0], { absolute: 1e-9 });
    expect(velocityOnRoute(there, 0, [2, 0, 0], 9)).toBeAllclose([-1, 0, 0], { absolute: 1e-9 });
    expect(velocityOnRoute(there, 0, [6, 0, 0], 4)).toBeAllclose([0, 0, 0], { absolute: 1e-9 });
  });
});
