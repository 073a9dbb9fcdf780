/** How far off a track and the fixes beside it are, over the moments that both look at. */
import { TRACKER, type UserTrack } from '../../engine/frontend.ts';

type Track = Extract<UserTrack, { kind: 'track' }>;

/** One line of the comparison. */
export interface TrackLine {
  readonly estimator: string;
  /** Moments at which it has the user. */
  readonly found: number;
  /** Root mean square horizontal error over those, metres; NaN where there are none. */
  readonly rmse: number;
  /** Horizontal error at the last moment, metres; NaN without a fix. */
  readonly latest: number;
}

/** The filter first, and then each estimator that looks at every moment by itself. */
export function summariseTrack({ errors, fixes }: Pick<Track, 'errors' | 'fixes'>): TrackLine[] {
  return [{ estimator: TRACKER, errors }, ...fixes].map((one) => {
    const known = one.errors.filter(Number.isFinite);
    return {
      estimator: one.estimator,
      found: known.length,
      rmse: Math.sqrt(known.reduce((sum, error) => sum + error ** 2, 0) / known.length),
      latest: one.errors.at(-1) ?? NaN,
    };
  });
}
