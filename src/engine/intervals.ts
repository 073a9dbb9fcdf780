/** The intervals of one estimator's metrics, as a worker of its own draws them. */
import { createRandom } from '../numerics/random.ts';
import { metricIntervals } from '../evaluation/intervals.ts';
import type { IntervalRequest, MetricIntervals } from './interval-view.ts';

/** What a worker that draws intervals is prepared with. */
export type IntervalSetup = Pick<IntervalRequest, 'clusters'>;

/** Every table is drawn from the same seed: estimators are compared on the same draws of users. */
const SEED = 1;

/** A function from errors to metrics with intervals; equal errors give equal intervals. */
export function createIntervals({ clusters }: IntervalSetup): (errors: Float64Array) => MetricIntervals {
  return (errors) => metricIntervals(errors, createRandom(SEED), clusters ?? undefined);
}
