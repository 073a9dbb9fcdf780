/**
 * Multilateration from times of arrival: each delay is a circle around its site, at the user's known height. A detour makes
 * a circle too wide, never too narrow, so two good ones show the user among any number of wide ones.
 */
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import type { Estimator } from '../estimator.ts';
import { createClassicalEstimator } from '../fitting/classical-estimator.ts';
import { findConsensus } from '../fitting/consensus.ts';
import { sightProbabilities } from '../fitting/line-of-sight.ts';
import { rangeProblem } from '../fitting/ranges.ts';
import { hearingSites, knownHeights } from '../links.ts';
import { intersectCircles } from './intersect-circles.ts';

/** Most likely position under the first-path ranges of all sites (see `findConsensus`); horizontal, at the known height. */
export function createToa(): Estimator {
  return createClassicalEstimator((input, user) => {
    const height = knownHeights(input)[user];
    const links = hearingSites(input, user);
    const sites = links.map(({ site }) => site);
    const ranges = links.map(({ measurements }) => SPEED_OF_LIGHT * measurements.firstDelay[user]);
    const fix = findConsensus(
      rangeProblem({
        sites,
        ranges,
        height,
        offset: false,
        sight: sightProbabilities(links, user, input.carrierFrequency),
        starts: (subset) =>
          intersectCircles(
            subset.map((s) => sites[s].position),
            subset.map((s) => ranges[s]),
            height,
          ),
      }),
    );
    return fix.kind === 'fix' ? [fix.state[0], fix.state[1], height] : fix;
  });
}
