/**
 * Triangulation: each site's bearing is a ray in space, and the user is where the rays meet. Two sites suffice, and
 * height comes from the elevations.
 */
import { directionVector } from '../../channel/array.ts';
import type { Estimator } from '../estimator.ts';
import { createClassicalEstimator } from '../fitting/classical-estimator.ts';
import { findConsensus } from '../fitting/consensus.ts';
import { sightProbabilities } from '../fitting/line-of-sight.ts';
import { hearingSites } from '../links.ts';
import { bearingProblem } from './bearings.ts';

/** Most likely position under the bearings of all sites (see `findConsensus`); in space. */
export function createAoa(): Estimator {
  return createClassicalEstimator((input, user) => {
    const links = hearingSites(input, user);
    const bearings = links.map(({ measurements: { azimuth, elevation } }) =>
      directionVector(azimuth[user], elevation[user]),
    );
    const fix = findConsensus(
      bearingProblem(
        links.map(({ site }) => site.position),
        bearings,
        sightProbabilities(links, user, input.carrierFrequency),
      ),
    );
    return fix.kind === 'fix' ? fix.state : fix;
  });
}
