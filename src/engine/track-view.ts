/** What the page asks and is told of a user's track: where a filter that follows the user has it, moment after moment. */

/** The filter of the lab that follows users. */
export const TRACKER = 'ekf';

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
      /** Horizontal error at the last moment, metres; NaN where the filter had lost the user. */
      readonly error: number;
    }
  | { readonly kind: 'no-track'; readonly user: number; readonly reason: string };
