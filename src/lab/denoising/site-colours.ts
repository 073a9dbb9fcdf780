/** Colours of the sites on the denoising stage: those that no sampler wears. */
import { SAMPLERS } from '../../engine/frontend.ts';
import type { Rgb } from '../styles/cividis.ts';
import { estimatorStyle, OKABE_ITO } from '../styles/palette.ts';

const FREE = OKABE_ITO.filter((colour) => !SAMPLERS.some(({ id }) => estimatorStyle(id).colour === colour));

/** The colour of a site, by its number. */
export function siteColour(site: number): Rgb {
  return FREE[site % FREE.length];
}
