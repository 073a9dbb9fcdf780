/**
 * Time difference of arrival: delays are compared between sites, so the user's clock does not matter. Chan and Ho's
 * closed form starts, Gauss–Newton finishes, and detours among the sites are found out and left aside.
 */
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import type { Estimator } from '../estimator.ts';
import { createClassicalEstimator } from '../fitting/classical-estimator.ts';
import { findConsensus } from '../fitting/consensus.ts';
import { sightProbabilities } from '../fitting/line-of-sight.ts';
import { rangeProblem } from '../fitting/ranges.ts';
import { hearingSites, knownHeights } from '../links.ts';
import { locateByDifferences } from './chan-ho.ts';

/** Most likely position under the range differences of all sites (see `findConsensus`); horizontal, at the known height. */
export function createTdoa(): Estimator {
  return createClassicalEstimator((input, user) => {
    const height = knownHeights(input)[user];
    const links = hearingSites(input, user);
    const sites = links.map(({ site }) => site);
    // Only differences to the first site are used: what all delays share is the unknown offset.
    const differences = links.map(
      ({ measurements }) => SPEED_OF_LIGHT * (measurements.firstDelay[user] - links[0].measurements.firstDelay[user]),
    );
    const fix = findConsensus(
      rangeProblem({
        sites,
        ranges: differences,
        height,
        offset: true,
        sight: sightProbabilities(links, user, input.carrierFrequency),
        starts: (subset) => {
          const start = locateByDifferences(
            subset.map((s) => sites[s].position),
            subset.map((s) => differences[s] - differences[subset[0]]),
            height,
          );
          return start ? [Float64Array.of(start.x, start.y, differences[subset[0]] - start.range)] : [];
        },
      }),
    );
    return fix.kind === 'fix' ? [fix.state[0], fix.state[1], height] : fix;
  });
}
