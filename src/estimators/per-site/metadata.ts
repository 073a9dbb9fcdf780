/** What travels with the weights of a network that reads the features of links. */
import * as v from 'valibot';
import { LINK_FEATURE_WIDTH } from '../../features/taps/link-features.ts';

const finite = v.pipe(v.number(), v.finite());
const triple = v.pipe(v.tuple([finite, finite, finite]), v.readonly());
const column = v.pipe(v.array(finite), v.length(LINK_FEATURE_WIDTH));

/** The schema. */
export const SITE_METADATA = v.object({
  estimator: v.string(),
  dataset: v.string(),
  datasetHash: v.string(),
  /** How many sites it knows, in the order of the scene. */
  sites: v.pipe(v.number(), v.integer(), v.minValue(1)),
  statistics: v.object({ mean: column, standardDeviation: column }),
  coordinates: v.object({ centre: triple, scale: finite }),
});

/** See {@link SITE_METADATA}. */
export type SiteMetadata = v.InferOutput<typeof SITE_METADATA>;
