/** DiffLoc-UNet's run for users: the condition once, then two hundred steps down the noise for some samples of each. */
import type { Site } from '../../scene/sites.ts';
import type { SiteDenoiser } from '../diffusion/network.ts';
import type { SampledFixes } from '../diffusion/open-diffloc.ts';
import { predictClean, readCondition } from '../diffusion/predict-clean.ts';
import type { Denoise, DiffusionTrace } from '../diffusion/sample.ts';
import { centreOf, sampleDiffusion } from '../diffusion/sample.ts';
import { encodeLinks, isHeard, siteInputs } from '../per-site/encoding.ts';
import type { SiteMetadata } from '../per-site/metadata.ts';
import { RECALLED_LINK_WIDTH } from '../known-places/memory.ts';

/** How a run is made. */
export interface RunOptions {
  /** Samples of each user. */
  readonly samples: number;
  readonly steps: number;
  /** Takes the prior, which every site's score holds, out of all but one of them. */
  readonly prior: boolean;
}

/** The published model's number of steps; and samples enough for a centre. */
export const DEFAULT_RUN: RunOptions = { samples: 16, steps: 200, prior: false };

/** Denoisers with what they were trained on. */
export interface Posterior {
  /**
   * One run for some users at once.
   *
   * @param rows features of their links [users, sites, RECALLED_LINK_WIDTH]
   * @param heights [users], metres
   * @returns samples of the first user, then of the second, and so on; a user whom no site hears keeps its noise
   */
  run(
    rows: Float32Array,
    sites: readonly Site[],
    heights: ArrayLike<number>,
    options: RunOptions,
    seeds: readonly number[],
  ): Promise<DiffusionTrace>;
  /** Finds all users. */
  locate(
    rows: Float32Array,
    sites: readonly Site[],
    heights: ArrayLike<number>,
    options: RunOptions,
    seeds: readonly number[],
  ): Promise<SampledFixes>;
}

/** Users in one run. */
const USERS_AT_ONCE = 64;

/** Wraps denoisers; they stay the caller's. */
export function createPosterior(denoisers: readonly SiteDenoiser[], metadata: SiteMetadata): Posterior {
  const { centre, scale } = metadata.coordinates;
  const run: Posterior['run'] = async (rows, sites, heights, { samples, steps, prior }, seeds) => {
    const users = heights.length;
    const inputs = encodeLinks(rows, sites, heights, metadata);
    const heard = Array.from({ length: users * sites.length }, (_, link) =>
      isHeard(rows.subarray(link * RECALLED_LINK_WIDTH, (link + 1) * RECALLED_LINK_WIDTH)),
    );
    const listeners = Float64Array.from(
      { length: users * samples },
      (_, i) => sites.filter((__, site) => heard[Math.floor(i / samples) * sites.length + site]).length,
    );
    const each: Denoise[] = [];
    for (const [site, denoiser] of denoisers.entries()) {
      const condition = await readCondition(denoiser, siteInputs(inputs, sites.length, site));
      each.push(async (x, sigma) => {
        const clean = await predictClean(denoiser, condition, x, sigma);
        // A site that does not hear a user says nothing of it.
        clean.forEach((_, i) => {
          if (!heard[Math.floor(i / 2 / samples) * sites.length + site]) clean[i] = x[i];
        });
        return clean;
      });
    }
    return sampleDiffusion(each, { samples: users * samples, steps, listeners, prior }, seeds);
  };
  return {
    run,
    async locate(rows, sites, heights, options, seeds) {
      const fixes = new Float32Array(3 * heights.length).fill(NaN);
      const samples = new Float32Array(2 * options.samples * heights.length);
      const width = sites.length * RECALLED_LINK_WIDTH;
      for (let from = 0; from < heights.length; from += USERS_AT_ONCE) {
        const to = Math.min(from + USERS_AT_ONCE, heights.length);
        const some = rows.subarray(from * width, to * width);
        const high = Array.from(heights).slice(from, to);
        const { positions } = await run(some, sites, high, options, [...seeds, from]);
        const last = positions
          .subarray(positions.length - 2 * options.samples * (to - from))
          .map((value, i) => centre[i % 2] + scale * value);
        samples.set(last, 2 * options.samples * from);
        for (let user = 0; user < to - from; user++) {
          const links = sites.map((_, site) => some.subarray((user * sites.length + site) * RECALLED_LINK_WIDTH));
          if (!links.some(isHeard)) continue;
          const [x, y] = centreOf(last.subarray(2 * options.samples * user, 2 * options.samples * (user + 1)));
          fixes.set([x, y, high[user]], 3 * (from + user));
        }
      }
      return { fixes, samples };
    },
  };
}
