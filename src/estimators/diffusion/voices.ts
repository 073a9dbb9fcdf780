/** What each site says of one user, ready to be asked of any position at any noise. */
import * as tf from '@tensorflow/tfjs-core';
import { LINK_FEATURE_WIDTH } from '../../features/taps/link-features.ts';
import type { Site } from '../../scene/sites.ts';
import { encodeLinks, isHeard, SITE_INPUT_WIDTH } from '../per-site/encoding.ts';
import type { SiteMetadata } from '../per-site/metadata.ts';
import type { DenoiseRows } from './hear-only.ts';
import type { SiteDenoiser } from './network.ts';
import { predictClean } from './predict-clean.ts';

/** The sites before one user. */
export interface Voices {
  /** Whether each site says anything of the user. */
  readonly heard: readonly boolean[];
  /** A denoiser for each site, or null for one that does not hear the user. */
  readonly voices: readonly (DenoiseRows | null)[];
}

/**
 * Reads the conditions of a user once. They are kept as numbers, not as tensors, so that a walk outlives the device it began on.
 *
 * @param denoisers stay the caller's
 * @param rows features of the user's links [sites, LINK_FEATURE_WIDTH]
 * @param height metres
 * @returns null for a user whom no site hears
 */
export async function readVoices(
  denoisers: readonly SiteDenoiser[],
  metadata: SiteMetadata,
  rows: Float32Array,
  sites: readonly Site[],
  height: number,
): Promise<Voices | null> {
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
  return { heard, voices };
}
