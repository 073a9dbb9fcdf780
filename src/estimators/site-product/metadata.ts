/** What travels with the weights of the density network. */
import * as v from 'valibot';
import { SITE_METADATA } from '../per-site/metadata.ts';

/** The schema. */
export const DENSITY_METADATA = v.object({
  ...SITE_METADATA.entries,
  /** Power of the product that made its regions hold what they promise of validation users; see `levelOnProduct`. */
  temper: v.optional(v.pipe(v.number(), v.finite(), v.gtValue(0)), 1),
});
