/** The colours of sites while their clouds are on the map; numbers say the same. */
import type { Rgb } from '../styles/cividis.ts';
import { estimatorStyle, OKABE_ITO } from '../styles/palette.ts';

/** The colour of a site, by its number; none of them is that of the sampler whose clouds they are. */
export function siteColour(site: number, sampler: string): Rgb {
  const own = estimatorStyle(sampler).colour;
  const others = OKABE_ITO.filter((colour) => colour !== own);
  return others[site % others.length];
}
