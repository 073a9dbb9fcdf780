/** DiffLoc-UNet's posterior of one user, to be watched. */
import * as tf from '@tensorflow/tfjs-core';
import type { Site } from '../../scene/sites.ts';
import { LINK_FEATURE_WIDTH } from '../../features/taps/link-features.ts';
import { beginWalk, type DenoiseRows } from '../diffusion/cloud-walk.ts';
import type { SiteDenoiser } from '../diffusion/network.ts';
import type { PosteriorSampler } from '../diffusion/posterior-sampler.ts';
import { predictClean } from '../diffusion/predict-clean.ts';
import { encodeLinks, isHeard, SITE_INPUT_WIDTH } from '../per-site/encoding.ts';
import type { SiteMetadata } from '../per-site/metadata.ts';
import { DEFAULT_RUN } from './posterior.ts';

/**
 * Reads the conditions of a user once. They are kept as numbers, not as tensors, so that a walk outlives the device it began on.
 *
 * @param denoisers stay the caller's
 * @param rows features of the user's links [sites, LINK_FEATURE_WIDTH]
 * @param height metres
 * @returns null for a user whom no site hears
 */
export async function createSampler(
  denoisers: readonly SiteDenoiser[],
  metadata: SiteMetadata,
  rows: Float32Array,
  sites: readonly Site[],
  height: number,
): Promise<PosteriorSampler | null> {
  const heard = sites.map((_, site) => isHeard(rows.subarray(site * LINK_FEATURE_WIDTH)));
  if (!heard.includes(true)) return null;
  const inputs = encodeLinks(rows, sites, [height], metadata);
  const voices: (DenoiseRows | null)[] = [];
  for (const [site, { condition, denoise }] of denoisers.entries()) {
    if (!heard[site]) {
      voices.push(null);
      continue;
    }
    const own = inputs.slice(site * SITE_INPUT_WIDTH, (site + 1) * SITE_INPUT_WIDTH);
    const code = tf.tidy(() => condition.predict(tf.tensor2d(own, [1, SITE_INPUT_WIDTH])) as tf.Tensor);
    const values = await code.data<'float32'>();
    code.dispose();
    voices.push(async (x, sigma) => {
      const given = tf.tidy(() => tf.tile(tf.tensor2d(values, [1, values.length]), [x.length / 2, 1]));
      try {
        return await predictClean(denoise, given, x, sigma);
      } finally {
        given.dispose();
      }
    });
  }
  const { centre, scale } = metadata.coordinates;
  return {
    heard,
    walk: (request) => beginWalk(voices, metadata.coordinates, DEFAULT_RUN.steps, request),
    async pull(positions, sigma, listening) {
      const x = Float64Array.from(positions, (value, i) => (value - centre[i % 2]) / scale);
      const pulled = new Float32Array(x.length);
      for (const site of listening) {
        const clean = await voices[site]?.(x, sigma / scale);
        if (clean) for (let i = 0; i < x.length; i++) pulled[i] += scale * (clean[i] - x[i]);
      }
      return pulled;
    },
  };
}
