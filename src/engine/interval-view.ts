/** What the page asks and is told of confidence intervals. */
import type { MetricInterval, MetricIntervals } from '../evaluation/intervals.ts';

export type { MetricInterval, MetricIntervals };

/** Errors whose metrics are wanted with intervals. */
export interface IntervalRequest {
  /** Errors of one estimator after the other, metres; not finite where there is no fix. */
  readonly errors: readonly Float64Array[];
  /** Trajectory of each user; null where every user stands alone. */
  readonly clusters: Int32Array | null;
}
