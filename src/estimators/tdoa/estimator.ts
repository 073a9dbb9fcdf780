/**
 * Time difference of arrival: delays are compared between sites, so the user's clock does not matter. Chan and Ho's
 * closed form starts, Gauss–Newton finishes, and a reflected path among the sites is found out and left aside.
 */
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import type { Estimator } from '../estimator.ts';
import { createClassicalEstimator } from '../fitting/classical-estimator.ts';
import { findConsensus } from '../fitting/consensus.ts';
import { rangeProblem } from '../fitting/ranges.ts';
import { hearingSites, knownHeights } from '../links.ts';
import { locateByDifferences } from './chan-ho.ts';

/** Least squares on range differences, robust (see `findConsensus`); horizontal, at the known height. */
export function createTdoa(): Estimator {
  return createClassicalEstimator((input, user) => {
    const height = knownHeights(input)[user];
    const links = hearingSites(input, user);
    if (links.length === 0) return null;
    const sites = links.map(({ site }) => site);
    // Only differences to the first site are used: what all delays share is the unknown offset.
    const differences = links.map(
      ({ measurements }) => SPEED_OF_LIGHT * (measurements.delay[user] - links[0].measurements.delay[user]),
    );
    const state = findConsensus(
      rangeProblem(sites, differences, height, true, (subset) => {
        const start = locateByDifferences(
          subset.map((s) => sites[s].position),
          subset.map((s) => differences[s] - differences[subset[0]]),
          height,
        );
        return start && Float64Array.of(start.x, start.y, differences[subset[0]] - start.range);
      }),
    );
    return state && [state[0], state[1], height];
  });
}
