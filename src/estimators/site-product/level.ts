/** How sure the product of the sites' densities is of a place. */
import type { RandomGenerator } from '../../numerics/random.ts';
import type { Hill } from '../belief/density-level.ts';
import { levelOnDensity } from '../belief/density-level.ts';
import type { ProductFix, SiteDensity } from './student-t.ts';
import { logProductAt } from './student-t.ts';

/**
 * Level of a place on the product of one user's densities, raised to a power. The product takes the sites for independent, and
 * each for as sure as it was of its training users; they share both their errors and those users, so the product alone is too
 * sure. A power below one widens it and leaves its peaks where they are (tempering: Guo et al. 2017, On calibration of modern
 * neural networks, §4.2).
 *
 * @param peak of `fuseDensities`
 * @param temper the power
 * @param x metres from the region's centre
 * @param y metres from the region's centre
 * @returns in [0, 1]; see `levelOnDensity`
 */
export function levelOnProduct(
  densities: readonly SiteDensity[],
  peak: ProductFix,
  temper: number,
  [x, y]: readonly [x: number, y: number],
  random: RandomGenerator,
): number {
  const hills = [peak, ...densities].map((hill) => wider(hill, temper));
  return levelOnDensity((px, py) => temper * logProductAt(densities, px, py), hills, x, y, random);
}

function wider({ x, y, xx, xy, yy }: Hill, temper: number): Hill {
  return { x, y, xx: temper * xx, xy: temper * xy, yy: temper * yy };
}
