/** What travels with the weights of the density network. */
import * as v from 'valibot';
import { INPUT_METADATA } from '../site-inputs/metadata.ts';

/** The schema. */
export const DENSITY_METADATA = v.intersect([
  INPUT_METADATA,
  v.object({
    /** Power of the product that made its regions hold what they promise of validation users; see `levelOnProduct`. */
    temper: v.optional(v.pipe(v.number(), v.finite(), v.gtValue(0)), 1),
  }),
]);
