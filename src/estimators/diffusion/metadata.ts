/** What travels with the weights of a denoiser. */
import * as v from 'valibot';
import { INPUT_METADATA } from '../site-inputs/metadata.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));

/** The schema. */
export const DENOISER_METADATA = v.intersect([
  INPUT_METADATA,
  v.object({
    shape: v.object({ encoder: v.object({ units: count, blocks: count }), units: count, blocks: count }),
  }),
]);
