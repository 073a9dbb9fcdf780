/** DiffLoc-CT's run for users: the condition once, then two steps for some samples of each. */
import type { SiteDenoiser } from '../diffusion/network.ts';
import type { SampledFixes } from '../diffusion/open-diffloc.ts';
import { predictClean, readCondition } from '../diffusion/predict-clean.ts';
import { centreOf } from '../diffusion/sample.ts';
import { siteInputs } from '../per-site/encoding.ts';
import type { SiteMetadata } from '../per-site/metadata.ts';
import type { RandomGenerator } from '../../numerics/random.ts';
import type { Consistency } from './two-steps.ts';
import { sampleInTwoSteps } from './two-steps.ts';

/** Users as the networks are fed of them. */
export interface LocateRequest {
  /** [users, sites, SITE_INPUT_WIDTH] */
  readonly inputs: Float32Array;
  /** [users][sites] */
  readonly heard: readonly (readonly boolean[])[];
  /** [users], metres */
  readonly heights: ArrayLike<number>;
}

/** Users in one run. */
const USERS_AT_ONCE = 64;

/** Finds users; the networks stay the caller's. */
export async function locateInTwoSteps(
  networks: readonly SiteDenoiser[],
  { coordinates: { centre, scale } }: Pick<SiteMetadata, 'coordinates'>,
  { inputs, heard, heights }: LocateRequest,
  samples: number,
  random: RandomGenerator,
): Promise<SampledFixes> {
  const users = heard.length;
  const width = inputs.length / users;
  const fixes = new Float32Array(3 * users).fill(NaN);
  const all = new Float64Array(2 * samples * users);
  for (let from = 0; from < users; from += USERS_AT_ONCE) {
    const count = Math.min(USERS_AT_ONCE, users - from);
    const some = inputs.subarray(from * width, (from + count) * width);
    const maps: Consistency[] = [];
    for (const [site, network] of networks.entries()) {
      const condition = await readCondition(network, siteInputs(some, networks.length, site));
      maps.push((positions, sigmas) => predictClean(network, condition, positions, sigmas));
    }
    const hears = (user: number, site: number): boolean => heard[from + user][site];
    const found = await sampleInTwoSteps(maps, { users: count, samples, hears }, random);
    all.set(
      found.map((value, i) => centre[i % 2] + scale * value),
      2 * samples * from,
    );
  }
  for (let user = 0; user < users; user++) {
    if (!heard[user].some(Boolean)) continue;
    const own = all.subarray(2 * samples * user, 2 * samples * (user + 1));
    fixes.set([...centreOf(own), heights[user]], 3 * user);
  }
  return { fixes, samples: all };
}
