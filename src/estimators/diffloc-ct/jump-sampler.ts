/** DiffLoc-CT's posterior of one user, to be watched. */
import { createRandom } from '../../numerics/random.ts';
import type { Site } from '../../scene/sites.ts';
import type { SiteDenoiser } from '../diffusion/network.ts';
import type { PosteriorSampler } from '../diffusion/posterior-sampler.ts';
import { readVoices } from '../diffusion/voices.ts';
import type { SiteMetadata } from '../per-site/metadata.ts';
import { beginJumps } from './jump-walk.ts';
import { answerAgain, answerFirst, type Consistency } from './two-steps.ts';

/** The samples by which sites are weighed where only the field is asked for. */
const LOOK = { samples: 64, seed: 1 } as const;

/**
 * Hears a user's sites; see `readVoices` for what is kept and handed in.
 *
 * @returns null for a user whom no site hears
 */
export async function createJumpSampler(
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
    walk: (request) => beginJumps(voices, metadata.coordinates, request),
    async pull(positions, sigma, listening) {
      const speaking = listening.flatMap((site) => voices[site] ?? []);
      const x = Float64Array.from(positions, (value, i) => (value - centre[i % 2]) / scale);
      if (speaking.length === 0) return new Float32Array(x.length);
      const request = { users: 1, samples: LOOK.samples, hears: () => true };
      const random = createRandom(LOOK.seed);
      const noises = speaking.map(() => {
        const noise = new Float64Array(2 * LOOK.samples);
        random.fillNormal(noise, 1);
        return noise;
      });
      const maps: readonly Consistency[] = speaking;
      const { weights } = await answerFirst(maps, request, noises);
      const asked = { ...request, samples: x.length / 2 };
      const answers = await answerAgain(maps, asked, weights, x, Float64Array.of(sigma / scale));
      return Float32Array.from(answers, (value, i) => scale * (value - x[i]));
    },
  };
}
