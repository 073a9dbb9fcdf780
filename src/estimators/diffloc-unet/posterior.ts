/** DiffLoc-UNet's run for users: the condition once, then two hundred steps down the noise for some samples of each. */
import type { CoordinateFrame } from '../coordinates.ts';
import type { SiteDenoiser } from '../diffusion/network.ts';
import type { SampledFixes } from '../diffusion/open-diffloc.ts';
import { predictClean, readCondition } from '../diffusion/predict-clean.ts';
import type { Denoise, DiffusionTrace } from '../diffusion/sample.ts';
import { centreOf, sampleDiffusion } from '../diffusion/sample.ts';
import type { InputChunks, SiteInputs } from '../site-inputs/inputs.ts';
import { inputsOfSite, splitChunks } from '../site-inputs/inputs.ts';

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
   * @returns samples of the first user, then of the second, and so on; a user whom no site hears keeps its noise
   */
  run(inputs: SiteInputs, options: RunOptions, seeds: readonly number[]): Promise<DiffusionTrace>;
  /**
   * Finds all users.
   *
   * @param heights [users], metres
   */
  locate(
    chunks: InputChunks,
    heights: ArrayLike<number>,
    options: RunOptions,
    seeds: readonly number[],
  ): Promise<SampledFixes>;
}

/** Users in one run. */
const USERS_AT_ONCE = 64;

/** Wraps denoisers; they stay the caller's. */
export function createPosterior(
  denoisers: readonly SiteDenoiser[],
  { centre, scale }: Pick<CoordinateFrame, 'centre' | 'scale'>,
): Posterior {
  const run: Posterior['run'] = async (inputs, { samples, steps, prior }, seeds) => {
    const { count, heard } = inputs;
    const listeners = Float64Array.from(
      { length: count * samples },
      (_, i) => heard[Math.floor(i / samples)].filter(Boolean).length,
    );
    const each: Denoise[] = [];
    for (const [site, denoiser] of denoisers.entries()) {
      const condition = await readCondition(denoiser, inputsOfSite(inputs, denoisers.length, site));
      each.push(async (x, sigma) => {
        const clean = await predictClean(denoiser, condition, x, sigma);
        // A site that does not hear a user says nothing of it.
        clean.forEach((_, i) => {
          if (!heard[Math.floor(i / 2 / samples)][site]) clean[i] = x[i];
        });
        return clean;
      });
    }
    return sampleDiffusion(each, { samples: count * samples, steps, listeners, prior }, seeds);
  };
  return {
    run,
    async locate(chunks, heights, options, seeds) {
      const fixes = new Float32Array(3 * heights.length).fill(NaN);
      const samples = new Float32Array(2 * options.samples * heights.length);
      for (const [first, inputs] of splitChunks(chunks, USERS_AT_ONCE)) {
        const { count, heard } = inputs;
        const { positions } = await run(inputs, options, [...seeds, first]);
        const last = positions
          .subarray(positions.length - 2 * options.samples * count)
          .map((value, i) => centre[i % 2] + scale * value);
        samples.set(last, 2 * options.samples * first);
        for (let user = 0; user < count; user++) {
          if (!heard[user].includes(true)) continue;
          const [x, y] = centreOf(last.subarray(2 * options.samples * user, 2 * options.samples * (user + 1)));
          fixes.set([x, y, heights[first + user]], 3 * (first + user));
        }
      }
      return { fixes, samples };
    },
  };
}
