/** What the page asks and is told of a user's track: where a filter that follows the user has it, moment after moment. */
import type { EstimatorId } from '../estimators/registry.ts';

/** The filter of the lab that follows users. */
export const TRACKER = 'ekf';

/** What another estimator makes of the same reports, moment by moment: what a filter has to do better than. */
export interface MomentFixes {
  readonly estimator: EstimatorId;
  /** Estimated positions [count, 3], metres; NaN without a fix. */
  readonly estimates: Float32Array;
  /** Horizontal errors [count], metres; NaN without a fix. */
  readonly errors: Float64Array;
}

/** What `track` is asked. */
export interface TrackRequest {
  readonly user: number;
}

/** The latest moments of a user on its way, the present one last, or why there are none. */
export type UserTrack =
  | {
      readonly kind: 'track';
      readonly user: number;
      /** Seconds since the start of the way [count]. */
      readonly times: Float64Array;
      /** Where the user was [count, 3], metres. */
      readonly truth: Float64Array;
      /** Where the filter had it, knowing no more than had happened until then [count, 3], metres; NaN where it had lost it. */
      readonly estimates: Float32Array;
      /** Horizontal errors [count], metres; NaN where the filter had lost the user. */
      readonly errors: Float64Array;
      /** Fixes of the other estimators in use that need no fix to start from. */
      readonly fixes: readonly MomentFixes[];
    }
  | { readonly kind: 'no-track'; readonly user: number; readonly reason: string };
