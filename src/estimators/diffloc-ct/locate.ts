/** DiffLoc-CT's run for users: the condition once, then two steps for some samples of each. */
import type { SiteDenoiser } from '../diffusion/network.ts';
import type { SampledFixes } from '../diffusion/open-diffloc.ts';
import { predictClean, readCondition } from '../diffusion/predict-clean.ts';
import { centreOf } from '../diffusion/sample.ts';
import type { CoordinateFrame } from '../coordinates.ts';
import type { InputChunks } from '../site-inputs/inputs.ts';
import { inputsOfSite, splitChunks } from '../site-inputs/inputs.ts';
import type { RandomGenerator } from '../../numerics/random.ts';
import type { Consistency } from './two-steps.ts';
import { sampleInTwoSteps } from './two-steps.ts';

/** Users in one run. */
const USERS_AT_ONCE = 64;

/**
 * Finds users.
 *
 * @param networks stay the caller's
 * @param heights [users], metres
 * @param samples of each user
 */
export async function locateInTwoSteps(
  networks: readonly SiteDenoiser[],
  { centre, scale }: Pick<CoordinateFrame, 'centre' | 'scale'>,
  chunks: InputChunks,
  heights: ArrayLike<number>,
  samples: number,
  random: RandomGenerator,
): Promise<SampledFixes> {
  const fixes = new Float32Array(3 * heights.length).fill(NaN);
  const all = new Float64Array(2 * samples * heights.length);
  for (const [first, inputs] of splitChunks(chunks, USERS_AT_ONCE)) {
    const { count, heard } = inputs;
    const maps: Consistency[] = [];
    for (const [site, network] of networks.entries()) {
      const condition = await readCondition(network, inputsOfSite(inputs, networks.length, site));
      maps.push((positions, sigmas) => predictClean(network, condition, positions, sigmas));
    }
    const hears = (user: number, site: number): boolean => heard[user][site];
    const found = await sampleInTwoSteps(maps, { users: count, samples, hears }, random);
    const placed = found.map((value, i) => centre[i % 2] + scale * value);
    all.set(placed, 2 * samples * first);
    for (let user = 0; user < count; user++) {
      if (!heard[user].includes(true)) continue;
      const own = placed.subarray(2 * samples * user, 2 * samples * (user + 1));
      fixes.set([...centreOf(own), heights[first + user]], 3 * (first + user));
    }
  }
  return { fixes, samples: all };
}
