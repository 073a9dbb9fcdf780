/** Reports of a user's latest moments on its way, for estimators that follow users. */
import { measureUsers } from '../datasets/measure-users.ts';
import type { EstimatorInput } from '../estimators/estimator.ts';
import { traceUser } from '../propagation/trace-user.ts';
import type { PathTable } from '../propagation/path-table.ts';
import type { Vector3 } from '../scene/scene.ts';
import type { RouteTable } from './base.ts';
import type { Pipeline } from './pipeline.ts';

/** Moments that a filter looks back over: enough to settle, few enough to be measured while one waits. */
const MOMENTS = 15;

/** A user farther than this from its way was led astray by hand, metres; between two samples it may be half their distance more. */
const ASTRAY = 0.5;

/** Moments of a user's way, the latest last. */
export interface RouteMoments {
  /** [count, 3], metres. */
  readonly positions: Float64Array;
  /** Seconds since the start of the way [count]. */
  readonly times: Float64Array;
}

/**
 * The samples of a user's way up to the one that is nearest to where it is: it may have been led along since it was found.
 *
 * @param position where the user is now, metres
 * @param count how many at most
 * @returns null for a user without a way, or one that is not on it
 */
export function momentsOf(routes: RouteTable, user: number, position: Vector3, count = MOMENTS): RouteMoments | null {
  const route = routes.routeOfUser[user];
  if (!(route >= 0)) return null;
  const start = routes.offsets[route];
  const end = routes.offsets[route + 1];
  const awayFrom = (sample: number, place: ArrayLike<number>): number =>
    Math.hypot(...[0, 1, 2].map((axis) => routes.positions[3 * sample + axis] - place[axis]));
  let last = start;
  for (let sample = start; sample < end; sample++) {
    if (awayFrom(sample, position) < awayFrom(last, position)) last = sample;
  }
  const neighbours = [last - 1, last + 1].filter((sample) => sample >= start && sample < end);
  const spacing = Math.max(0, ...neighbours.map((sample) => awayFrom(last, routes.positions.subarray(3 * sample))));
  if (awayFrom(last, position) > ASTRAY + spacing / 2) return null;
  const first = Math.max(start, last + 1 - count);
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
      return (traced[moment] ??= traceUser(ends, [x, y, z]).tables);
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
