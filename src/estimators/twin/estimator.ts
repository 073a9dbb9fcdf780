/** The refinement as an estimator of the table: fixes of another one in, refined ones out. */
import { LabError } from '../../errors/lab-error.ts';
import { createLinkReader, LINK_FEATURE_WIDTH } from '../../features/taps/link-features.ts';
import { TAP_COUNT, taperedTaps } from '../../features/taps/tapered-taps.ts';
import type { ChannelSource } from '../../measurement/channel-source.ts';
import type { Estimator, EstimatorInput } from '../estimator.ts';
import { knownHeights } from '../links.ts';
import { requireChannels } from '../per-site/read-links.ts';
import { refineFix } from './refine.ts';
import type { Reception, Twin } from './twin.ts';

/** Creates the estimator. */
export function createTwinEstimator(): Estimator {
  return {
    parameterCount: 0,
    flopCount: 0,
    estimate(input) {
      const channels = requireChannels(input);
      const { starts, twin } = input;
      if (!starts || !twin) throw incomplete();
      const heights = knownHeights(input);
      const world = twin();
      const fixes = starts.slice();
      for (let user = 0; user < input.count; user++) {
        const start = [starts[3 * user], starts[3 * user + 1]] as const;
        if (Number.isNaN(start[0])) continue;
        const fix = refineFix(world, receptionsOf(input, channels, world, user), start, heights[user]);
        fixes.set([fix.x, fix.y, heights[user]], 3 * user);
      }
      return Promise.resolve(fixes);
    },
    dispose() {},
  };
}

/**
 * What the sites that hear a user received of it.
 *
 * @param user row of the input
 */
export function receptionsOf(
  { links }: EstimatorInput,
  channels: ChannelSource,
  twin: Twin,
  user: number,
): Reception[] {
  const row = new Float32Array(LINK_FEATURE_WIDTH);
  return links.flatMap(({ site }, number) => {
    const estimate = channels.estimate(user, number);
    if (!estimate || !estimate.values.every(Number.isFinite)) return [];
    const values = estimate.values.slice();
    const taps = taperedTaps(values, site.panel);
    createLinkReader(site, twin.radio, TAP_COUNT).read(taps.slice(), row);
    return Number.isNaN(row[0]) ? [] : [{ site: number, estimate: values, taps, noisePower: estimate.noisePower }];
  });
}

function incomplete(): LabError {
  return new LabError(
    'bad-argument',
    'The twin needs fixes to start from and a world to trace in.',
    'Hand in starts and twin.',
  );
}
