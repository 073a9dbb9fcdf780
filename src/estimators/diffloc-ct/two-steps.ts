/** Two steps from noise to positions: the sites' consistency functions, fused by precision, stirred once in common, and fused again. */
import type { RandomGenerator } from '../../numerics/random.ts';
import { momentsOf } from '../belief/sample-level.ts';
import { NOISE_RANGE } from '../diffusion/edm.ts';
import type { SiteDensity } from '../site-product/student-t.ts';
import { FREEDOM, fuseDensities } from '../site-product/student-t.ts';

/**
 * Where the probability flow of one site takes noisy positions.
 *
 * @param positions [count, 2], normalised
 * @param sigmas noise of each [count]
 * @returns [count, 2]
 */
export type Consistency = (positions: Float64Array, sigmas: Float64Array) => Promise<ArrayLike<number>>;

/** What is sampled. */
export interface TwoStepRequest {
  readonly users: number;
  /** Of each user, three or more. */
  readonly samples: number;
  /** Whether a site hears a user. */
  readonly hears: (user: number, site: number) => boolean;
}

/** The noise of the second step over the spread that the first one leaves: enough to leave a wrong peak, too little to forget. */
const STIRRED = 3;

/** Standard deviation that a site's cloud has at least, normalised: some millimetres in a town. */
const SHARPEST = 2e-5;

/** What the first step leaves. */
export interface FirstAnswers {
  /** Positions that all sites of a user agree on [users, samples, 2], normalised; NaN for a user whom no site hears. */
  readonly fused: Float64Array;
  /** How much each site counts for each user, in the second step as in the first [users]. */
  readonly weights: readonly SiteWeights[];
  /** Noise of the second step [users]. */
  readonly sigmas: Float64Array;
}

/**
 * One map a site (Song et al. 2023, ICML, algorithm 1, with two steps). In the first step every site has noise of its own, so that
 * for Gaussian posteriors of covariance C_b the samples x = (ΣP_b)⁻¹·ΣP_b·f_b are those of their product, P_b = C_b⁻¹; P_b is the
 * inverse spread of the site's own samples, weighed down by (ν + 2)/(ν + z²) where the site lies far from what all agree on.
 *
 * @returns positions [users, samples, 2], normalised; NaN for a user whom no site hears
 */
export async function sampleInTwoSteps(
  sites: readonly Consistency[],
  request: TwoStepRequest,
  random: RandomGenerator,
): Promise<Float64Array> {
  const { users, samples } = request;
  const draw = (): Float64Array => {
    const noise = new Float64Array(2 * users * samples);
    random.fillNormal(noise, 1);
    return noise;
  };
  const noises = sites.map(draw);
  const { fused, weights, sigmas } = await answerFirst(sites, request, noises);
  return answerAgain(sites, request, weights, stir(fused, sigmas, draw()), sigmas);
}

/**
 * The first step, from noise alone.
 *
 * @param noises of unit deviation for each site [users, samples, 2]
 */
export async function answerFirst(
  sites: readonly Consistency[],
  { users, samples, hears }: TwoStepRequest,
  noises: readonly Float64Array[],
): Promise<FirstAnswers> {
  const { largest } = NOISE_RANGE;
  const level = new Float64Array(users * samples).fill(largest);
  const answers: ArrayLike<number>[] = [];
  for (const [site, map] of sites.entries()) {
    answers.push(
      await map(
        noises[site].map((value) => largest * value),
        level,
      ),
    );
  }
  const weights = Array.from({ length: users }, (_, user) =>
    weighSites(answers.map((positions, site) => (hears(user, site) ? cloudOf(positions, user, samples) : null))),
  );
  const fused = fuse(answers, weights, samples);
  const sigmas = Float64Array.from({ length: users }, (_, user) => {
    const spread = spreadOf(fused.subarray(2 * samples * user, 2 * samples * (user + 1)));
    return Number.isFinite(spread) ? Math.min(largest, STIRRED * spread) : largest;
  });
  return { fused, weights, sigmas };
}

/**
 * What the first step left with the noise of the second; a user whom no site hears is noise about the middle.
 *
 * @param sigmas [users]
 * @param noise of unit deviation [users, samples, 2]
 */
export function stir(fused: Float64Array, sigmas: Float64Array, noise: Float64Array): Float64Array {
  const size = fused.length / sigmas.length;
  return fused.map((value, i) => (Number.isFinite(value) ? value : 0) + sigmas[Math.floor(i / size)] * noise[i]);
}

/**
 * The second step.
 *
 * @param stirred noisy positions [users, samples, 2], normalised
 * @param sigmas their noise [users]
 */
export async function answerAgain(
  sites: readonly Consistency[],
  { users, samples }: TwoStepRequest,
  weights: readonly SiteWeights[],
  stirred: Float64Array,
  sigmas: Float64Array,
): Promise<Float64Array> {
  const levels = Float64Array.from({ length: users * samples }, (_, i) => sigmas[Math.floor(i / samples)]);
  const answers: ArrayLike<number>[] = [];
  for (const map of sites) answers.push(await map(stirred, levels));
  return fuse(answers, weights, samples);
}

/**
 * The noise that was added to a cloud, from the cloud: its own spread is {@link STIRRED} times less.
 *
 * @param stirred [samples, 2]
 */
export function stirredNoise(stirred: Float64Array): number {
  return (spreadOf(stirred) * STIRRED) / Math.hypot(1, STIRRED);
}

/** Root mean square of the standard deviations along two axes; the sharpest that a cloud is taken for at least. */
function spreadOf(cloud: Float64Array): number {
  const { precision } = momentsOf(cloud, SHARPEST ** 2);
  return Math.sqrt((precision[0] + precision[2]) / (precision[0] * precision[2] - precision[1] ** 2) / 2);
}

/** Precision with which each site counts; null for one that does not hear the user. */
export type SiteWeights = readonly (readonly [xx: number, xy: number, yy: number] | null)[];

function cloudOf(positions: ArrayLike<number>, user: number, samples: number): SiteDensity {
  const own = Array.from({ length: 2 * samples }, (_, i) => positions[2 * samples * user + i]);
  const { mean, precision } = momentsOf(own, SHARPEST ** 2);
  return { x: mean[0], y: mean[1], xx: precision[0], xy: precision[1], yy: precision[2] };
}

function weighSites(clouds: readonly (SiteDensity | null)[]): SiteWeights {
  const fix = fuseDensities(clouds.filter((cloud) => cloud !== null));
  return clouds.map((cloud) => {
    if (!cloud || !fix) return null;
    const [dx, dy] = [fix.x - cloud.x, fix.y - cloud.y];
    const squared = cloud.xx * dx * dx + 2 * cloud.xy * dx * dy + cloud.yy * dy * dy;
    const weight = (FREEDOM + 2) / (FREEDOM + squared);
    return [weight * cloud.xx, weight * cloud.xy, weight * cloud.yy];
  });
}

/** (ΣP_b)⁻¹·ΣP_b·f_b, sample by sample. */
function fuse(each: readonly ArrayLike<number>[], weights: readonly SiteWeights[], samples: number): Float64Array {
  const fused = new Float64Array(2 * samples * weights.length);
  weights.forEach((own, user) => {
    for (let i = samples * user; i < samples * (user + 1); i++) {
      let [xx, xy, yy, bx, by] = [0, 0, 0, 0, 0];
      own.forEach((precision, site) => {
        if (!precision) return;
        const [x, y] = [each[site][2 * i], each[site][2 * i + 1]];
        xx += precision[0];
        xy += precision[1];
        yy += precision[2];
        bx += precision[0] * x + precision[1] * y;
        by += precision[1] * x + precision[2] * y;
      });
      const determinant = xx * yy - xy * xy;
      fused[2 * i] = (yy * bx - xy * by) / determinant;
      fused[2 * i + 1] = (xx * by - xy * bx) / determinant;
    }
  });
  return fused;
}
