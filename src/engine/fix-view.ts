/** What the page is told of fixes: batches of everybody while a run goes, and one user with its links. */
import type { EstimatorId } from '../estimators/registry.ts';
import type { PathTable } from '../propagation/path-table.ts';

/** One estimator's answer for one user. */
export interface FixView {
  /** Estimated position, metres. */
  readonly position: readonly [number, number, number];
  /** Error, metres. */
  readonly error: number;
}

/** New fixes of a run of neighbouring users. Users without a fix hold NaN. */
export interface FixBatch {
  /** First user of the batch. */
  readonly start: number;
  readonly count: number;
  /** Where the users were when they were measured [count, 3], metres. */
  readonly positions: Float64Array;
  /** Estimated positions [count, 3] per estimator, metres. */
  readonly estimates: Readonly<Partial<Record<EstimatorId, Float32Array>>>;
  /** Position errors [count] per estimator, metres. */
  readonly errors: Readonly<Partial<Record<EstimatorId, Float32Array>>>;
  /** Why users have no fix, a sentence by row of the batch per estimator. */
  readonly refusals: Readonly<Partial<Record<EstimatorId, Readonly<Record<number, string>>>>>;
}

/** One site's link to a user. */
export interface LinkView {
  readonly paths: PathTable;
  /** SNR of the sounding, decibels; −∞ where no path reaches the site. */
  readonly snrDb: number;
  /** Why the site reports nothing, or an empty string. */
  readonly reason: string;
  /** What is wrong with what it reports, such as delays too long for the sounding; an empty string where nothing is. */
  readonly warning: string;
}

/** Where one user is found, and along which paths: what must keep up with a pointer, and no more. */
export interface LocatedUser {
  readonly user: number;
  /** True position, metres. */
  readonly position: readonly [number, number, number];
  /** The links to all sites, in the order of the scene's sites. */
  readonly links: readonly LinkView[];
  /** Index of the site whose link is shown where one is: the one that hears best, or the one that was asked for. */
  readonly site: number;
  /** The fix of every estimator in use. */
  readonly fixes: Readonly<Partial<Record<EstimatorId, FixView>>>;
  /** Why the others have none, a sentence each. */
  readonly refusals: Readonly<Partial<Record<EstimatorId, string>>>;
}
