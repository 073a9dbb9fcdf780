/** What a density over two coordinates believes of a place. */
import type { RandomGenerator } from '../../numerics/random.ts';

/** Where a density may have its mass: a place and the precision of the hill there. */
export interface Hill {
  readonly x: number;
  readonly y: number;
  /** Precision matrix, per square metre. */
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
}

/** Degrees of freedom of what is drawn from: tails no lighter than those of the density. */
const FREEDOM = 2;

/** Draws; they settle a level to one or two per cent. */
const DRAWS = 1000;

/**
 * Level of a place: the mass of everything that the density holds for likelier, by importance sampling from Student-t hills
 * (Owen 2013, Monte Carlo theory, methods and examples, §9.2).
 *
 * @param logDensity up to a constant
 * @param hills that together reach wherever the mass is; those without an inverse are left out
 * @returns in [0, 1]; NaN without a hill
 */
export function levelOnDensity(
  logDensity: (x: number, y: number) => number,
  hills: readonly Hill[],
  x: number,
  y: number,
  random: RandomGenerator,
): number {
  const proper = hills.filter(({ xx, xy, yy }) => xx > 0 && xx * yy - xy * xy > 0);
  if (proper.length === 0) return NaN;
  const here = logDensity(x, y);
  const heights = new Float64Array(DRAWS);
  const logWeights = new Float64Array(DRAWS);
  for (let draw = 0; draw < DRAWS; draw++) {
    const [px, py] = drawFrom(proper[draw % proper.length], random);
    heights[draw] = logDensity(px, py);
    logWeights[draw] = heights[draw] - Math.log(proper.reduce((sum, hill) => sum + heightOf(hill, px, py), 0));
  }
  const most = logWeights.reduce((a, b) => Math.max(a, b), -Infinity);
  let [above, total] = [0, 0];
  logWeights.forEach((value, draw) => {
    const weight = Math.exp(value - most);
    total += weight;
    if (heights[draw] > here) above += weight;
  });
  return above / total;
}

/** A Student-t draw: a Gaussian one over the root of a mean of squares. */
function drawFrom({ x, y, xx, xy, yy }: Hill, random: RandomGenerator): [number, number] {
  // Precision LᵀL with L = [a, c; 0, b]: L⁻¹ of white noise.
  const a = Math.sqrt(xx);
  const c = xy / a;
  const b = Math.sqrt(yy - c * c);
  let squares = 0;
  for (let i = 0; i < FREEDOM; i++) squares += random.normal() ** 2;
  const wide = Math.sqrt(FREEDOM / squares);
  const up = (wide * random.normal()) / b;
  const across = (wide * random.normal() - c * up) / a;
  return [x + across, y + up];
}

/** Student-t density up to a constant that all hills share. */
function heightOf({ x, y, xx, xy, yy }: Hill, px: number, py: number): number {
  const [dx, dy] = [px - x, py - y];
  const squared = xx * dx * dx + 2 * xy * dx * dy + yy * dy * dy;
  return Math.sqrt(xx * yy - xy * xy) * (1 + squared / FREEDOM) ** (-(FREEDOM + 2) / 2);
}
