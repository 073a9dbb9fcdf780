/** Some of the users that an estimator is given: so that others are let in before it has found all of them. */
import { partOfReports } from '../measurement/report.ts';
import type { EstimatorInput } from './estimator.ts';

/**
 * Neighbouring users of an input, on the same memory. Reports that lie on the device are left aside: they are of whole chunks.
 *
 * @param start the first of them
 */
export function partOfInput(input: EstimatorInput, start: number, count: number): EstimatorInput {
  const { links, heights, tracks, channels, starts } = input;
  const end = start + count;
  return {
    ...input,
    count,
    links: links.map(({ site, measurements }) => ({ site, measurements: partOfReports(measurements, start, count) })),
    heights: heights?.subarray(start, end),
    tracks: tracks && {
      trajectories: tracks.trajectories.subarray(start, end),
      times: tracks.times.subarray(start, end),
    },
    channels: channels && { ...channels, estimate: (user, site) => channels.estimate(start + user, site) },
    starts: starts?.subarray(3 * start, 3 * end),
  };
}
