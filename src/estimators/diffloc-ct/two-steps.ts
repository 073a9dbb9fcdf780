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

/**
 * One map a site (Song et al. 2023, ICML, algorithm 1, with two steps). In the first step every site has noise of its own, so that
 * for Gaussian posteriors of covariance C_b the samples x = (ΣP_b)⁻¹·ΣP_b·f_b are those of their product, P_b = C_b⁻¹; P_b is the
 * inverse spread of the site's own samples, weighed down by (ν + 2)/(ν + z²) where the site lies far from what all agree on.
 *
 * @returns positions [users, samples, 2], normalised; NaN for a user whom no site hears
 */
export async function sampleInTwoSteps(
  sites: readonly Consistency[],
  { users, samples, hears }: TwoStepRequest,
  random: RandomGenerator,
): Promise<Float64Array> {
  const count = users * samples;
  const first: ArrayLike<number>[] = [];
  for (const map of sites) {
    const noise = new Float64Array(2 * count);
    random.fillNormal(noise, NOISE_RANGE.largest);
    first.push(await map(noise, new Float64Array(count).fill(NOISE_RANGE.largest)));
  }
  const precisions = Array.from({ length: users }, (_, user) =>
    weighSites(first.map((positions, site) => (hears(user, site) ? cloudOf(positions, user, samples) : null))),
  );
  const fused = fuse(first, precisions, samples);
  const sigmas = new Float64Array(count);
  const stirred = new Float64Array(2 * count);
  random.fillNormal(stirred, 1);
  for (let user = 0; user < users; user++) {
    const { precision } = momentsOf(fused.subarray(2 * samples * user, 2 * samples * (user + 1)), SHARPEST ** 2);
    const determinant = precision[0] * precision[2] - precision[1] ** 2;
    const spread = Math.sqrt((precision[0] + precision[2]) / determinant / 2);
    const sigma = Number.isFinite(spread) ? Math.min(NOISE_RANGE.largest, STIRRED * spread) : NOISE_RANGE.largest;
    sigmas.fill(sigma, samples * user, samples * (user + 1));
  }
  for (let i = 0; i < stirred.length; i++) {
    const place = Number.isFinite(fused[i]) ? fused[i] : 0;
    stirred[i] = place + sigmas[i >> 1] * stirred[i];
  }
  const second: ArrayLike<number>[] = [];
  for (const map of sites) second.push(await map(stirred, sigmas));
  return fuse(second, precisions, samples);
}

/** Precision with which each site counts; null for one that does not hear the user. */
type SiteWeights = readonly (readonly [xx: number, xy: number, yy: number] | null)[];

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
