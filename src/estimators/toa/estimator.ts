/**
 * Multilateration from times of arrival: each delay is a circle around its site, at the user's known height. One
 * reflected path among the sites is found out and left aside.
 */
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import type { Estimator } from '../estimator.ts';
import { createClassicalEstimator } from '../fitting/classical-estimator.ts';
import { findConsensus } from '../fitting/consensus.ts';
import { rangeProblem } from '../fitting/ranges.ts';
import { hearingSites, knownHeights } from '../links.ts';
import { intersectCircles } from './intersect-circles.ts';

/** Least squares on the ranges of all sites, robust (see `findConsensus`); horizontal, at the known height. */
export function createToa(): Estimator {
  return createClassicalEstimator((input, user) => {
    const height = knownHeights(input)[user];
    const links = hearingSites(input, user);
    const sites = links.map(({ site }) => site);
    const ranges = links.map(({ measurements }) => SPEED_OF_LIGHT * measurements.delay[user]);
    const state = findConsensus(
      rangeProblem(sites, ranges, height, false, (subset) =>
        intersectCircles(
          subset.map((s) => sites[s].position),
          subset.map((s) => ranges[s]),
          height,
        ),
      ),
    );
    return state && [state[0], state[1], height];
  });
}
