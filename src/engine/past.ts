/** What the sites heard of users on their way to where they are, for estimators that follow users. */
import type { EstimatorInput } from '../estimators/estimator.ts';
import { copyReports, createMeasurementTable } from '../measurement/report.ts';
import type { RouteTable } from './base.ts';
import { channelEstimates } from './channel-estimates.ts';
import { createPipeline, type Pipeline } from './pipeline.ts';
import { windowOf, type RouteWindow } from './route-window.ts';

/** See the file's head. A sample of a way is measured once, so that what was heard there stays as the user goes on. */
export interface Past {
  /** The way of a user up to where it is now; null where it has none, or was led away from it. */
  windowOf(user: number): RouteWindow | null;
  /** Traces, sounds and measures a sample of a way at an SNR, unless that was done. */
  observe(sample: number, snrDb: number): void;
  /**
   * What the sites reported along a window, its samples and the user having been observed: one row a moment, the last of them the
   * user as it was found.
   */
  input(window: RouteWindow, user: number): EstimatorInput;
  /** Where the moments of a window are [count, 3], metres, the user's own place last. */
  positions(window: RouteWindow, user: number): Float64Array;
}

/** Keeps the noise on the way apart from that of the users. */
const ROUTE_SEED = 0x7ac5;

/** Bytes of large arrays that are kept of the way: those of one user's moments before five sites. */
const SIGNALS_BUDGET = 64e6;

/** The past of a pipeline's users. */
export function createPast(pipeline: Pipeline, routes: RouteTable): Past {
  const { world } = pipeline;
  let known: Pipeline | null = null;
  // Every sample of every way is a user of its own; nobody pays for them before somebody is followed.
  const samples = (): Pipeline =>
    (known ??= createPipeline(
      { ...world, noiseSeed: world.noiseSeed + ROUTE_SEED },
      { count: routes.times.length, positions: routes.positions },
      pipeline,
      SIGNALS_BUDGET,
    ));

  const positionsOf = ({ from, to }: RouteWindow, user: number): Float64Array => {
    const positions = new Float64Array(3 * (to - from + 1));
    positions.set(routes.positions.subarray(3 * from, 3 * to));
    positions.set(pipeline.users.positions.subarray(3 * user, 3 * user + 3), 3 * (to - from));
    return positions;
  };

  return {
    windowOf(user) {
      const [x, y, z] = pipeline.users.positions.subarray(3 * user, 3 * user + 3);
      return windowOf(routes, user, [x, y, z]);
    },
    observe: (sample, snrDb) => void samples().observe(sample, snrDb),
    input(window, user) {
      const { from, to, now } = window;
      const before = to - from;
      const present = pipeline.reports(user, 1);
      const earlier = samples().reports(from, before);
      const links = world.sites.map((site, index) => {
        const measurements = createMeasurementTable(before + 1);
        copyReports(earlier[index].measurements, measurements, 0);
        copyReports(present[index].measurements, measurements, before);
        return { site, measurements };
      });
      const [ofPast, ofPresent] = [channelEstimates(samples(), from), channelEstimates(pipeline, user)];
      const positions = positionsOf(window, user);
      return {
        count: before + 1,
        links,
        heights: Float64Array.from({ length: before + 1 }, (_, moment) => positions[3 * moment + 2]),
        carrierFrequency: world.radio.carrierFrequency,
        tracks: {
          trajectories: new Int32Array(before + 1),
          times: Float64Array.of(...routes.times.subarray(from, to), now),
        },
        channels: {
          radio: world.radio,
          estimate: (moment, site) => (moment < before ? ofPast.estimate(moment, site) : ofPresent.estimate(0, site)),
        },
      };
    },
    positions: positionsOf,
  };
}
