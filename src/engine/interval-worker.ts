/** The entry of a worker that draws intervals: a second of arithmetic that must not keep a dragged user waiting. */
import { serveTasks } from '../compute/task-server.ts';
import { webTaskPort } from '../compute/web-workers.ts';
import type { MetricIntervals } from './interval-view.ts';
import { createIntervals, type IntervalSetup } from './intervals.ts';

serveTasks(webTaskPort<IntervalSetup, Float64Array, MetricIntervals>(), createIntervals, () => []);
