/** What each site says of one user, ready to be asked of any position at any noise. */
import type { CoordinateFrame } from '../coordinates.ts';
import type { SiteInputs } from '../site-inputs/inputs.ts';
import { inputsOfSite } from '../site-inputs/inputs.ts';
import type { DenoiseRows } from './hear-only.ts';
import type { SiteDenoiser } from './network.ts';
import type { PosteriorSampler } from './posterior-sampler.ts';
import { predictClean, readCondition } from './predict-clean.ts';

/** A denoiser for each site, or null for one that does not hear the user. */
export type Voices = readonly (DenoiseRows | null)[];

/** The way in which one kind of sampler goes by what the sites say. */
export type Way = (voices: Voices, frame: CoordinateFrame) => Pick<PosteriorSampler, 'walk' | 'pull'>;

/**
 * Hears the sites of one user: reads what conditions their networks once, and goes by what they say as often as somebody likes.
 *
 * @param way how that is done
 * @param denoisers stay the caller's
 * @param inputs of that user alone
 * @returns null for a user whom no site hears
 */
export async function hearUser(
  way: Way,
  denoisers: readonly SiteDenoiser[],
  frame: CoordinateFrame,
  inputs: SiteInputs,
): Promise<PosteriorSampler | null> {
  const [heard] = inputs.heard;
  if (!heard.includes(true)) return null;
  const voices: (DenoiseRows | null)[] = [];
  for (const [site, denoiser] of denoisers.entries()) {
    if (!heard[site]) {
      voices.push(null);
      continue;
    }
    const condition = await readCondition(denoiser, inputsOfSite(inputs, denoisers.length, site));
    voices.push((x, sigma) => predictClean(denoiser, condition, x, sigma));
  }
  return { heard, ...way(voices, frame) };
}
