/** Inputs of some users at all sites: what every network of several sites is fed. */
import { SITE_INPUT_WIDTH } from '../per-site/encoding.ts';
import { fingerprintInputWidth } from './encode-fingerprint.ts';
import type { InputMetadata } from './metadata.ts';

type Measured = Extract<InputMetadata, { input: 'measured' }>;
type Fingerprint = Extract<InputMetadata, { input: 'fingerprint' }>;

/** What a network is fed, as far as its shape depends on it. */
export type InputShape = Pick<Measured, 'input' | 'sites'> | Pick<Fingerprint, 'input' | 'sites' | 'beams'>;

/** Inputs of a site. */
export function siteInputWidth(shape: InputShape): number {
  return shape.input === 'measured' ? SITE_INPUT_WIDTH : fingerprintInputWidth(shape.beams);
}

/** Inputs of some users. */
export interface SiteInputs {
  readonly count: number;
  /** [count, sites, inputs of a site]. */
  readonly values: Float32Array;
  /** Which sites hear each user [count][sites]. */
  readonly heard: readonly (readonly boolean[])[];
}

/** Some users of all: the first one's number, and the inputs from there on. */
export type InputChunk = readonly [first: number, inputs: SiteInputs];

/** All users, some at a time. */
export type InputChunks = Iterable<InputChunk>;

/**
 * The same users in smaller chunks.
 *
 * @param most users of a chunk
 */
export function* splitChunks(chunks: InputChunks, most: number): Generator<InputChunk> {
  for (const [first, { count, values, heard }] of chunks) {
    const width = values.length / count;
    for (let from = 0; from < count; from += most) {
      const to = Math.min(from + most, count);
      const some = values.subarray(from * width, to * width);
      yield [first + from, { count: to - from, values: some, heard: heard.slice(from, to) }];
    }
  }
}

/**
 * The inputs of one site out of those of all.
 *
 * @param sites how many there are
 * @returns [count, inputs of a site]
 */
export function inputsOfSite({ count, values }: SiteInputs, sites: number, site: number): Float32Array {
  const width = values.length / count / sites;
  const own = new Float32Array(count * width);
  for (let user = 0; user < count; user++) {
    const from = (user * sites + site) * width;
    own.set(values.subarray(from, from + width), user * width);
  }
  return own;
}
