/** What the networks of several sites can be fed, and what has to be known of it later: it travels with their weights. */
import * as v from 'valibot';
import { SITE_METADATA } from '../per-site/metadata.ts';

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const { statistics, ...common } = SITE_METADATA.entries;

/**
 * The schema. `measured`: power, spread, peaks and paths of every link; see `encodeLink`. `fingerprint`: its first taps themselves;
 * see `createFingerprintReader`.
 */
export const INPUT_METADATA = v.variant('input', [
  v.object({ ...common, input: v.literal('measured'), statistics }),
  v.object({
    ...common,
    input: v.literal('fingerprint'),
    /** Beams of a tap. */
    beams: count,
    /** Mean and spread of the scalars over the training links. */
    scalars: v.object({ mean: v.array(finite), standardDeviation: v.array(finite) }),
  }),
]);

/** See {@link INPUT_METADATA}. */
export type InputMetadata = v.InferOutput<typeof INPUT_METADATA>;
