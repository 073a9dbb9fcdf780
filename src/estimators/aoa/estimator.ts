/**
 * Triangulation: each site's bearing is a ray in space, and the user is where the rays meet. Two sites suffice, and
 * height comes from the elevations.
 */
import { directionVector } from '../../channel/array.ts';
import type { Estimator } from '../estimator.ts';
import { createClassicalEstimator } from '../fitting/classical-estimator.ts';
import { findConsensus } from '../fitting/consensus.ts';
import { hearingSites } from '../links.ts';
import { bearingProblem } from './bearings.ts';

/** Least squares on the angles between measured bearings and the user, robust (see `findConsensus`); in space. */
export function createAoa(): Estimator {
  return createClassicalEstimator((input, user) => {
    const links = hearingSites(input, user);
    const bearings = links.map(({ measurements: { azimuth, elevation } }) =>
      directionVector(azimuth[user], elevation[user]),
    );
    return findConsensus(
      bearingProblem(
        links.map(({ site }) => site.position),
        bearings,
      ),
    );
  });
}
