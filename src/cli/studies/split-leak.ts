/**
 * What a random split hides: the same users found by their nearest neighbours, once with whole trajectories held back and once with
 * random positions, whose neighbours on the same route then stand in the database.
 */
import { dealTrajectories } from '../../datasets/deal-trajectories.ts';
import type { LinkFeatures } from '../../datasets/link-features.ts';
import { fitLinkStatistics } from '../../estimators/per-site/encoding.ts';
import { blendPlaces, findNearest } from '../../estimators/wknn/neighbours.ts';
import { positionErrors } from '../../evaluation/errors.ts';
import type { ErrorMetrics } from '../../evaluation/metrics.ts';
import { errorMetrics } from '../../evaluation/metrics.ts';
import { LINK_FEATURE_WIDTH } from '../../features/taps/link-features.ts';
import { createRandom } from '../../numerics/random.ts';
import { spreadEvenly } from '../../numerics/spread.ts';

/** How users are dealt to the database and to those who are looked for. */
export const DEALS = ['by trajectory', 'at random'] as const;

/** One of them. */
export type Deal = (typeof DEALS)[number];

/** What a deal gave. */
export interface DealResult {
  readonly deal: Deal;
  /** Known places, and users who were looked for among them. */
  readonly known: number;
  readonly sought: number;
  /** Median distance of a sought user from the nearest known place, metres. */
  readonly nearest_m: number;
  readonly errors: ErrorMetrics;
}

/** What the study says. */
export interface SplitStudy {
  readonly study: 'split-leak';
  readonly dataset: string;
  readonly dataset_hash: string;
  readonly seed: number;
  readonly neighbours: number;
  readonly deals: readonly DealResult[];
}

/** Neighbours whose places are averaged. */
export const NEIGHBOURS = 4;

/** Share of the trajectories, or of the positions, that is known. */
const KNOWN_SHARE = 0.8;

/** What it counts if one of two users has a path that the other has not, squared standard deviations. */
const STRANGE = 2;

/**
 * Deals the users and looks for some of those who are not known.
 *
 * @param features of users of trajectories that a site hears, or does not
 * @param count how many are looked for at most, evenly spread over those who are not known
 */
export function runDeal(features: LinkFeatures, deal: Deal, count: number, seed: number): DealResult {
  const { users, rows, sites } = features;
  const width = sites * LINK_FEATURE_WIDTH;
  const isKnown = dealUsers(users.trajectories, deal, seed);
  const { mean, standardDeviation } = fitLinkStatistics(rows, LINK_FEATURE_WIDTH);
  const scores = rows.map((value, i) => {
    const feature = i % LINK_FEATURE_WIDTH;
    return (value - mean[feature]) / standardDeviation[feature];
  });
  const isHeard = (user: number): boolean =>
    rows.subarray(user * width, (user + 1) * width).some((value) => !Number.isNaN(value));
  const all = Array.from({ length: users.count }, (_, user) => user).filter(isHeard);
  const known = all.filter((user) => isKnown[user]);
  const held = all.filter((user) => !isKnown[user]);
  const sought = spreadEvenly(held.length, count).map((i) => held[i]);
  const estimates = new Float64Array(3 * sought.length);
  const truth = new Float64Array(3 * sought.length);
  const nearest = sought.map((user, i) => {
    truth.set(users.positions.subarray(3 * user, 3 * user + 3), 3 * i);
    const alike = findNearest(known, NEIGHBOURS, unlikeness(scores, width, user));
    estimates.set(blendPlaces(users.positions, alike, weightOf), 3 * i);
    return known.reduce((least, other) => Math.min(least, distanceOf(users.positions, user, other)), Infinity);
  });
  const errors = errorMetrics(positionErrors(estimates, truth, 2));
  const { median_m: nearest_m } = errorMetrics(nearest);
  return { deal, known: known.length, sought: sought.length, nearest_m: nearest_m ?? NaN, errors };
}

/** Who is known: by whole trajectories, or position by position. */
function dealUsers(trajectories: Int32Array, deal: Deal, seed: number): readonly boolean[] {
  const random = createRandom(seed);
  switch (deal) {
    case 'by trajectory': {
      const numbers = [...new Set(trajectories)];
      const splits = dealTrajectories(numbers.length, { training: KNOWN_SHARE, validation: 0, seed });
      const known = new Set(numbers.filter((_, i) => splits[i] === 0));
      return Array.from(trajectories, (trajectory) => known.has(trajectory));
    }
    case 'at random':
      return Array.from(trajectories, () => random.uniform() < KNOWN_SHARE);
    default:
      return deal satisfies never;
  }
}

/** How unlike the features of another user are, squared; no more than the limit matters. */
function unlikeness(scores: Float32Array, width: number, user: number): (other: number, limit: number) => number {
  const own = scores.subarray(user * width, (user + 1) * width);
  return (other, limit) => {
    const from = other * width;
    let squared = 0;
    for (let i = 0; i < width && squared < limit; i++) {
      const difference = own[i] - scores[from + i];
      if (!Number.isNaN(difference)) squared += difference * difference;
      else if (Number.isNaN(own[i]) !== Number.isNaN(scores[from + i])) squared += STRANGE;
    }
    return squared;
  };
}

/** Keeps the weight of somebody who looks exactly the same finite. */
const SAME = 1e-9;

/** The inverse of how unlike somebody is. */
function weightOf(squared: number): number {
  return 1 / Math.sqrt(squared + SAME);
}

function distanceOf(positions: Float64Array, a: number, b: number): number {
  return Math.hypot(positions[3 * a] - positions[3 * b], positions[3 * a + 1] - positions[3 * b + 1]);
}
