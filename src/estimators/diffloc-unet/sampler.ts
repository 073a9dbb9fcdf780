/** DiffLoc-UNet's posterior of one user, to be watched. */
import type { Site } from '../../scene/sites.ts';
import { beginWalk } from '../diffusion/cloud-walk.ts';
import type { SiteDenoiser } from '../diffusion/network.ts';
import type { PosteriorSampler } from '../diffusion/posterior-sampler.ts';
import { readVoices } from '../diffusion/voices.ts';
import type { SiteMetadata } from '../per-site/metadata.ts';
import { DEFAULT_RUN } from './posterior.ts';

/**
 * Hears a user's sites; see `readVoices` for what is kept and handed in.
 *
 * @returns null for a user whom no site hears
 */
export async function createSampler(
  denoisers: readonly SiteDenoiser[],
  metadata: SiteMetadata,
  rows: Float32Array,
  sites: readonly Site[],
  height: number,
): Promise<PosteriorSampler | null> {
  const read = await readVoices(denoisers, metadata, rows, sites, height);
  if (!read) return null;
  const { heard, voices } = read;
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
