/** What travels with the weights of a denoiser. */
import * as v from 'valibot';
import { SITE_METADATA } from '../per-site/metadata.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));

/** The schema. */
export const DENOISER_METADATA = v.object({
  ...SITE_METADATA.entries,
  shape: v.object({ encoder: v.object({ units: count, blocks: count }), units: count, blocks: count }),
});
