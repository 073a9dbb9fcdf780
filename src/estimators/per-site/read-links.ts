/** The features of users' links, from their channel estimates. */
import { createLinkReader, LINK_FEATURE_WIDTH } from '../../features/taps/link-features.ts';
import { TAP_COUNT, taperedTaps } from '../../features/taps/tapered-taps.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { ChannelSource } from '../../measurement/channel-source.ts';
import type { Site } from '../../scene/sites.ts';
import type { EstimatorInput } from '../estimator.ts';

/**
 * Reads all links of all users.
 *
 * @returns [users, sites, LINK_FEATURE_WIDTH]; NaN for links that nothing stands out of
 */
export function readLinks({ count, links }: EstimatorInput, channels: ChannelSource): Float32Array {
  const rows = new Float32Array(count * links.length * LINK_FEATURE_WIDTH).fill(NaN);
  const readers = links.map(({ site }) => createLinkReader(site, channels.radio, TAP_COUNT));
  for (let user = 0; user < count; user++) {
    links.forEach(({ site }, number) => {
      const taps = estimatedTaps(channels, user, number, site);
      if (!taps) return;
      const at = (user * links.length + number) * LINK_FEATURE_WIDTH;
      readers[number].read(taps, rows.subarray(at, at + LINK_FEATURE_WIDTH));
    });
  }
  return rows;
}

/** The tapered taps of one link; null where nothing finite was estimated of it. */
export function estimatedTaps(channels: ChannelSource, user: number, number: number, site: Site): Float32Array | null {
  const estimate = channels.estimate(user, number);
  return estimate?.values.every(Number.isFinite) ? taperedTaps(estimate.values, site.panel) : null;
}

/**
 * The channel estimates that an estimator relies on.
 *
 * @throws LabError 'bad-argument' where they are not given
 */
export function requireChannels({ channels }: EstimatorInput): ChannelSource {
  if (channels) return channels;
  throw new LabError(
    'bad-argument',
    'This estimator reads the channel itself, and was handed reports alone.',
    'Hand in channels.',
  );
}

/**
 * Checks that there are as many sites as a network knows: each has weights of its own.
 *
 * @throws LabError 'unsupported'
 */
export function checkSites(expected: number, actual: number): void {
  if (expected === actual) return;
  throw new LabError(
    'unsupported',
    `The network knows ${expected} sites, and there are ${actual}.`,
    'Use the sites that it was trained with, or TOA or TDOA, which need no training.',
  );
}
