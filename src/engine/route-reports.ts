/** Reports of a user's latest moments on its way, for estimators that follow users. */
import { measureUsers } from '../datasets/measure-users.ts';
import type { EstimatorInput } from '../estimators/estimator.ts';
import { traceLinks } from '../propagation/trace.ts';
import type { PathTable } from '../propagation/path-table.ts';
import type { Vector3 } from '../scene/scene.ts';
import type { RouteTable } from './base.ts';
import type { Pipeline } from './pipeline.ts';

/** Moments that a filter looks back over: enough to settle, few enough to be measured while one waits. */
const MOMENTS = 15;

/** A user farther than this from where its way has it was led astray by hand, metres. */
const ASTRAY = 0.5;

/** Moments of a user's way, the user's own last. */
export interface RouteMoments {
  /** [count, 3], metres. */
  readonly positions: Float64Array;
  /** Seconds since the start of the way [count]. */
  readonly times: Float64Array;
}

/**
 * The samples of a user's way up to where it is.
 *
 * @param position where the user is now, metres
 * @param count how many at most
 * @returns null for a user without a way, or one that is not on it
 */
export function momentsOf(routes: RouteTable, user: number, position: Vector3, count = MOMENTS): RouteMoments | null {
  const route = routes.routeOfUser[user];
  if (!(route >= 0)) return null;
  let last = -1;
  for (let sample = routes.offsets[route]; sample < routes.offsets[route + 1]; sample++) {
    if (routes.times[sample] <= routes.timeOfUser[user]) last = sample;
  }
  if (last < 0) return null;
  const [x, y, z] = routes.positions.subarray(3 * last, 3 * last + 3);
  if (Math.hypot(position[0] - x, position[1] - y, position[2] - z) > ASTRAY) return null;
  const first = Math.max(routes.offsets[route], last + 1 - count);
  return {
    positions: routes.positions.slice(3 * first, 3 * (last + 1)),
    times: routes.times.slice(first, last + 1),
  };
}

/**
 * A reporter of moments that are not among a pipeline's users.
 *
 * @returns a function that traces, sounds and measures moments at an SNR; it yields after each, and what it returns is for
 *   `estimate`, whose last row is the user
 */
export function createRouteReporter({
  world,
  ends,
}: Pick<Pipeline, 'world' | 'ends'>): (
  moments: RouteMoments,
  user: number,
  snrDb: number,
) => Generator<number, EstimatorInput, undefined> {
  return function* (moments, user, snrDb) {
    const { positions, times } = moments;
    const count = times.length;
    const traced: (readonly PathTable[] | undefined)[] = [];
    const tablesAt = (moment: number): readonly PathTable[] => {
      const [x, y, z] = positions.subarray(3 * moment, 3 * moment + 3);
      return (traced[moment] ??= traceLinks(ends, [x, y, z]));
    };
    const source = {
      count,
      radio: world.radio,
      sites: world.sites,
      paths: (moment: number, site: number) => tablesAt(moment)[site],
    };
    const { links } = yield* measureUsers(source, {
      draws: 1,
      snr: world.snr(snrDb),
      seeds: [world.noiseSeed, ROUTE_SEED, user],
    });
    return {
      count,
      links: world.sites.map((site, index) => ({ site, measurements: links[index].measurements })),
      heights: Float64Array.from({ length: count }, (_, moment) => positions[3 * moment + 2]),
      carrierFrequency: world.radio.carrierFrequency,
      tracks: { trajectories: new Int32Array(count), times },
    };
  };
}

/** Keeps this noise apart from that of the users themselves. */
const ROUTE_SEED = 0x7ac5;
