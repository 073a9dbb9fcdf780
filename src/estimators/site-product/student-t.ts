/** Bivariate Student-t densities, one a site, and their product. */
import { DENSITY_WIDTH } from './density-head.ts';

/** Degrees of freedom: heavy tails, because a site may take one street for another. */
export const FREEDOM = 4;

/** One site's density. */
export interface SiteDensity {
  /** Metres from the region's centre. */
  readonly x: number;
  readonly y: number;
  /** Precision matrix, per square metre. */
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
}

/** A fix of a product of densities. */
export interface ProductFix {
  readonly x: number;
  readonly y: number;
  /** Curvature of −log of the product there: precision of the Gaussian that fits its peak, per square metre. */
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
  /** Logarithm of the product there, up to a constant. */
  readonly logDensity: number;
}

/** Reads one site's five numbers of the network's output. */
export function readDensity(values: ArrayLike<number>, offset: number): SiteDensity {
  const a = Math.exp(values[offset + 2]);
  const b = Math.exp(values[offset + 3]);
  const c = values[offset + 4] * b;
  // L = [a, c; 0, b], precision LᵀL.
  return { x: values[offset], y: values[offset + 1], xx: a * a, xy: a * c, yy: c * c + b * b };
}

/** Densities of the heard sites of one user in the network's output. */
export function readDensities(values: ArrayLike<number>, offset: number, heard: readonly boolean[]): SiteDensity[] {
  return heard.flatMap((is, site) => (is ? [readDensity(values, offset + site * DENSITY_WIDTH)] : []));
}

const STEPS = 12;

/**
 * The highest peak of the product of Student-t densities. From the peak of the product of Gaussians of the same precisions, and
 * from every site's own centre, a few reweightings w = (ν + 2)/(ν + z²) climb (Lange, Little, Taylor 1989, J. Am. Stat. Assoc.
 * 84(408)); the highest end wins.
 *
 * @param densities of the sites that hear the user
 * @returns null for none
 */
export function fuseDensities(densities: readonly SiteDensity[]): ProductFix | null {
  if (densities.length === 0) return null;
  let best: ProductFix | null = null;
  const starts = [weightedMean(densities, () => 1), ...densities];
  for (const start of starts) {
    let at: { readonly x: number; readonly y: number } = start;
    for (let step = 0; step < STEPS; step++) {
      const { x, y } = at;
      at = weightedMean(densities, (density) => (FREEDOM + 2) / (FREEDOM + distance(density, x, y)));
    }
    const fix = describePeak(densities, at.x, at.y);
    if (!best || fix.logDensity > best.logDensity) best = fix;
  }
  return best;
}

/** Squared Mahalanobis distance. */
function distance({ x, y, xx, xy, yy }: SiteDensity, px: number, py: number): number {
  const dx = px - x;
  const dy = py - y;
  return xx * dx * dx + 2 * xy * dx * dy + yy * dy * dy;
}

function weightedMean(
  densities: readonly SiteDensity[],
  weightOf: (density: SiteDensity) => number,
): { x: number; y: number } {
  let [xx, xy, yy, bx, by] = [0, 0, 0, 0, 0];
  for (const density of densities) {
    const weight = weightOf(density);
    xx += weight * density.xx;
    xy += weight * density.xy;
    yy += weight * density.yy;
    bx += weight * (density.xx * density.x + density.xy * density.y);
    by += weight * (density.xy * density.x + density.yy * density.y);
  }
  const determinant = xx * yy - xy * xy;
  return { x: (yy * bx - xy * by) / determinant, y: (xx * by - xy * bx) / determinant };
}

/** Logarithm of the product at a place, up to a constant. */
export function logProductAt(densities: readonly SiteDensity[], x: number, y: number): number {
  return describePeak(densities, x, y).logDensity;
}

/** Height and curvature of the product at a point; of the curvature the part that is never negative. */
function describePeak(densities: readonly SiteDensity[], x: number, y: number): ProductFix {
  let [xx, xy, yy, logDensity] = [0, 0, 0, 0];
  for (const density of densities) {
    const squared = distance(density, x, y);
    const weight = (FREEDOM + 2) / (FREEDOM + squared);
    xx += weight * density.xx;
    xy += weight * density.xy;
    yy += weight * density.yy;
    logDensity +=
      0.5 * Math.log(density.xx * density.yy - density.xy ** 2) - ((FREEDOM + 2) / 2) * Math.log1p(squared / FREEDOM);
  }
  return { x, y, xx, xy, yy, logDensity };
}
