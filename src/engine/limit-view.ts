/** What the page asks and is told of the limit: how well anybody could find users from what their sites hear. */
import type { GainKnowledge } from '../evaluation/bounds/link-information.ts';
import type { BoundOutcome } from '../evaluation/bounds/position-error-bound.ts';

export type { BoundOutcome, GainKnowledge };

/** Which limit is meant. */
export interface LimitRequest {
  /** What the receiver knows of the path gains. */
  readonly gains: GainKnowledge;
  /** 3: all coordinates are sought; 2: the height is known. */
  readonly dimensions: 2 | 3;
}

/** Position error bounds of some users, from all sites together. */
export interface LimitBatch {
  /** Numbers of the users [count]. */
  readonly users: Int32Array;
  /** In all, horizontal and vertical [count, 3], metres; NaN where there is no bound. */
  readonly errors: Float32Array;
}

/** The limit for one user. */
export interface UserLimit {
  readonly user: number;
  /** From all sites together. */
  readonly together: BoundOutcome;
  /** From each site by itself, in the order of the scene's sites; empty where there is one site only. */
  readonly alone: readonly BoundOutcome[];
}
