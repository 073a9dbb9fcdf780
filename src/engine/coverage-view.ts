/** What the page asks and is told of coverage maps. */
import type { LimitRequest } from './limit-view.ts';

/** What `cover` is asked. */
export interface CoverageRequest {
  /** Distance between places, metres. */
  readonly spacing: number;
  /** Height above the lowest point of the scene, metres. */
  readonly height: number;
  /** The limit that is wanted beside, or null: it takes as long again as the paths. */
  readonly limit: MapLimit | null;
}

/** Which limit a map shows. */
export interface MapLimit extends LimitRequest {
  /** Index of the only site that listens, or null for all of them. */
  readonly site: number | null;
  /** What the noise was asked to be, decibels, in the meaning that the scene gives them. */
  readonly snrDb: number;
}

/** What some places hear of every site. */
export interface CoverageBatch {
  readonly count: number;
  /** Places [count, 3], metres. */
  readonly positions: Float32Array;
  /** Sum of the path gains [count, sites], linear; 0 where no path arrives. */
  readonly pathGain: Float32Array;
  /** Delay of the strongest path [count, sites], seconds; NaN without a path. */
  readonly delay: Float32Array;
  /** RMS delay spread [count, sites], seconds; NaN without a path. */
  readonly delaySpread: Float32Array;
  /** 1 where there is a line of sight [count, sites]. */
  readonly lineOfSight: Uint8Array;
  /** Position error bound [count], metres; NaN where there is none, empty where none was asked for. */
  readonly limit: Float32Array;
}

/** A batch and how far the map has come, places. */
export interface CoveragePlaces {
  readonly batch: CoverageBatch;
  readonly done: number;
  readonly total: number;
}

/** What streams back: first how much of their preparation, 0 to 1, all workers have done, then places. */
export type CoverageEvent =
  { readonly kind: 'preparation'; readonly share: number } | ({ readonly kind: 'places' } & CoveragePlaces);
