/** What each site says of one user, ready to be asked of any position at any noise. */
import type { Site } from '../../scene/sites.ts';
import type { CoordinateFrame } from '../coordinates.ts';
import { encodeLinks, isHeard, SITE_INPUT_WIDTH } from '../per-site/encoding.ts';
import type { SiteMetadata } from '../per-site/metadata.ts';
import type { DenoiseRows } from './hear-only.ts';
import type { SiteDenoiser } from './network.ts';
import type { PosteriorSampler } from './posterior-sampler.ts';
import { predictClean, readCondition } from './predict-clean.ts';
import { RECALLED_LINK_WIDTH } from '../known-places/memory.ts';

/** A denoiser for each site, or null for one that does not hear the user. */
export type Voices = readonly (DenoiseRows | null)[];

/** The way in which one kind of sampler goes by what the sites say. */
export type Way = (voices: Voices, frame: CoordinateFrame) => Pick<PosteriorSampler, 'walk' | 'pull'>;

/**
 * Hears the sites of one user: reads what conditions their networks once, and goes by what they say as often as somebody likes.
 *
 * @param way how that is done
 * @param denoisers stay the caller's
 * @param rows features of the user's links [sites, RECALLED_LINK_WIDTH]
 * @param height metres
 * @returns null for a user whom no site hears
 */
export async function hearUser(
  way: Way,
  denoisers: readonly SiteDenoiser[],
  metadata: SiteMetadata,
  rows: Float32Array,
  sites: readonly Site[],
  height: number,
): Promise<PosteriorSampler | null> {
  const heard = sites.map((_, site) => isHeard(rows.subarray(site * RECALLED_LINK_WIDTH)));
  if (!heard.includes(true)) return null;
  const inputs = encodeLinks(rows, sites, [height], metadata);
  const voices: (DenoiseRows | null)[] = [];
  for (const [site, denoiser] of denoisers.entries()) {
    if (!heard[site]) {
      voices.push(null);
      continue;
    }
    const own = inputs.slice(site * SITE_INPUT_WIDTH, (site + 1) * SITE_INPUT_WIDTH);
    const condition = await readCondition(denoiser, own);
    voices.push((x, sigma) => predictClean(denoiser, condition, x, sigma));
  }
  return { heard, ...way(voices, metadata.coordinates) };
}
