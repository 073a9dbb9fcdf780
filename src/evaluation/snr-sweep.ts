/** Position error against SNR, measured by Monte Carlo: the same users sounded again and again at every SNR. */
import type { RadioConfiguration } from '../channel/radio.ts';
import type { MeasuredLinks } from '../datasets/measure-users.ts';
import type { Estimator } from '../estimators/estimator.ts';
import type { ChannelSource } from '../measurement/channel-source.ts';
import { createRandom } from '../numerics/random.ts';
import { rootMeanSquare } from '../numerics/quantiles.ts';
import type { Site } from '../scene/sites.ts';
import type { BoundOutcome } from './bounds/position-error-bound.ts';
import { positionErrors } from './errors.ts';
import { metricIntervals } from './intervals.ts';

/** What to sweep. */
export interface SweepSetup {
  readonly sites: readonly Site[];
  readonly radio: RadioConfiguration;
  /** Where the users are [count, 3], metres. */
  readonly positions: Float64Array;
  /** The SNRs, decibels: of every link, or offsets to the link budget. */
  readonly snrsDb: readonly number[];
  /**
   * Sounds all users at one of them.
   *
   * @param onProgress hears how many soundings are done
   * @returns reports of every site, users × draws, draw by draw within each user
   * @throws where it is told to stop
   */
  readonly sound: (snrDb: number, onProgress: (done: number) => void) => Promise<readonly MeasuredLinks[]>;
  /**
   * What the soundings at one of the SNRs were measured of, row by row as `sound` has them, for estimators that read more than
   * reports; without it none of them may.
   */
  readonly channels?: (snrDb: number) => ChannelSource;
  /** Soundings of every user at every SNR. */
  readonly draws: number;
  /** Of the intervals. */
  readonly seed: number;
  /** None of them may need tracks: the draws of a user are no way. */
  readonly estimators: readonly {
    readonly id: string;
    readonly estimator: Estimator;
    /** 2: the estimator knows the height, and its error is horizontal. */
    readonly dimensions: 2 | 3;
  }[];
  /**
   * The limit of one user where it is to be shown beside.
   *
   * @param snrsDb SNR of the link to each site [sites], decibels
   */
  readonly bound?: (user: number, snrsDb: readonly number[]) => BoundOutcome;
}

/** One estimator at one SNR. */
export interface SweepValue {
  readonly id: string;
  /** Root mean square error over all users and draws with a fix, metres; null without any. */
  readonly rmse: number | null;
  /** Its 95 % interval, all draws of a user drawn together. */
  readonly low: number | null;
  readonly high: number | null;
  /** Share of the soundings with a fix. */
  readonly withFix: number;
}

/** Everything at one SNR. */
export interface SweepPoint {
  readonly snrDb: number;
  readonly curves: readonly SweepValue[];
  /** Root mean square of the users' bounds, metres; null where it is not asked for, or where no user has one. */
  readonly bound: number | null;
}

/** How the caller takes part. */
export interface SweepHooks {
  readonly signal?: AbortSignal;
  /** Called once an SNR is complete. */
  readonly onPoint?: (point: SweepPoint) => void;
  /** Called as soundings are done, over all SNRs. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Draws for the interval of a point: its ends are read off a chart, not off a table. */
const RESAMPLES = 200;

/**
 * Sweeps the SNR.
 *
 * @returns a point for every SNR, in their order
 * @throws the signal's reason where it is aborted
 */
export async function sweepSnr(setup: SweepSetup, hooks: SweepHooks = {}): Promise<SweepPoint[]> {
  const { snrsDb, sound } = setup;
  const rows = countUsers(setup) * setup.draws;
  const points: SweepPoint[] = [];
  for (const [number, snrDb] of snrsDb.entries()) {
    const links = await sound(snrDb, (done) => hooks.onProgress?.(number * rows + done, snrsDb.length * rows));
    hooks.signal?.throwIfAborted();
    const point = await assess(setup, snrDb, links);
    hooks.signal?.throwIfAborted();
    points.push(point);
    hooks.onPoint?.(point);
  }
  return points;
}

function countUsers({ positions }: SweepSetup): number {
  return positions.length / 3;
}

async function assess(setup: SweepSetup, snrDb: number, measured: readonly MeasuredLinks[]): Promise<SweepPoint> {
  const { sites, radio, positions, channels, draws, seed, estimators, bound } = setup;
  const count = countUsers(setup);
  const rows = count * draws;
  const truth = Float64Array.from(
    { length: 3 * rows },
    (_, at) => positions[3 * Math.floor(at / (3 * draws)) + (at % 3)],
  );
  const input = {
    count: rows,
    links: sites.map((site, index) => ({ site, measurements: measured[index].measurements })),
    heights: Float64Array.from({ length: rows }, (_, row) => truth[3 * row + 2]),
    carrierFrequency: radio.carrierFrequency,
    channels: channels?.(snrDb),
  };
  const users = Int32Array.from({ length: rows }, (_, row) => Math.floor(row / draws));
  const curves: SweepValue[] = [];
  for (const { id, estimator, dimensions } of estimators) {
    const errors = positionErrors(await estimator.estimate(input), truth, dimensions);
    const { rmse_m: rmse, with_fix: share } = metricIntervals(errors, createRandom(seed), users, {
      confidence: 0.95,
      resamples: RESAMPLES,
    });
    curves.push({ id, rmse: rmse.value, low: rmse.low, high: rmse.high, withFix: share.value ?? 0 });
  }
  const limits = Array.from({ length: bound ? count : 0 }, (_, user) =>
    bound?.(
      user,
      measured.map(({ snrDb: snrs }) => (Number.isNaN(snrs[user * draws]) ? -Infinity : snrs[user * draws])),
    ),
  ).flatMap((outcome) => (outcome?.kind === 'bound' ? [outcome.positionError] : []));
  return { snrDb, curves, bound: limits.length > 0 ? rootMeanSquare(limits) : null };
}
