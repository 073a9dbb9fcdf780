/**
 * The plainest single-site fix: from the site, along the measured direction, for as long as the wave travelled.
 * Exact on a line of sight; behind an obstacle it finds the mirror image that the reflection shows. Of several sites
 * the one is asked that is in sight, as far as its power and the delays of the others tell. A network does so by enhanced cell
 * identity, with timing and the angle of arrival at one site (3GPP TS 38.305, 8.9).
 */
import type { Estimator } from '../estimator.ts';
import { createClassicalEstimator } from '../fitting/classical-estimator.ts';
import { sightProbabilities } from '../fitting/line-of-sight.ts';
import { choosePolarFix, polarFix } from '../fitting/polar-fixes.ts';
import { hearingSites } from '../links.ts';

/** position = site + c·τ·(cos φ cos θ, cos φ sin θ, sin φ). */
export function createToaAoa(): Estimator {
  return createClassicalEstimator((input, user) => {
    const links = hearingSites(input, user);
    if (links.length === 0) return { kind: 'too-few-sites', needed: 1, heard: 0 };
    const sight = sightProbabilities(links, user, input.carrierFrequency);
    return polarFix(links[choosePolarFix(links, user, sight)], user).point;
  });
}
