/** From channel estimates to what a network of several sites is fed, as its weights say. */
import { createLinkReader, LINK_FEATURE_WIDTH } from '../../features/taps/link-features.ts';
import { TAP_COUNT } from '../../features/taps/tapered-taps.ts';
import { createFingerprintReader, fingerprintBeams, fingerprintWidth } from '../../features/tap-fingerprint.ts';
import type { RadioConfiguration } from '../../channel/radio.ts';
import type { Site } from '../../scene/sites.ts';
import type { EstimatorInput } from '../estimator.ts';
import type { PlaceMemory } from '../known-places/memory.ts';
import { openPlaceMemory, RECALLED_LINK_WIDTH } from '../known-places/memory.ts';
import { knownHeights } from '../links.ts';
import { encodeLink, isHeard } from '../per-site/encoding.ts';
import { checkSites, estimatedTaps, requireChannels } from '../per-site/read-links.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { FingerprintMetadata } from './encode-fingerprint.ts';
import { encodeFingerprint } from './encode-fingerprint.ts';
import type { WeightSource } from '../weights/source.ts';
import type { InputChunk, SiteInputs } from './inputs.ts';
import { siteInputWidth } from './inputs.ts';
import type { InputMetadata } from './metadata.ts';

/** Users that are read at once: their fingerprints would fill the memory. */
const USERS_AT_ONCE = 128;

/**
 * Reads what a network is fed.
 *
 * @throws LabError 'unsupported' for sites that the network does not know, 'bad-argument' without channels or heights
 */
export interface InputReader {
  /**
   * All links of all users, some users at a time.
   *
   * @yields the first user's number, and the inputs from there on
   */
  readAll(this: void, input: EstimatorInput): Generator<InputChunk, void, undefined>;
  /** All links of one user. */
  readOne(this: void, input: EstimatorInput, user: number): SiteInputs;
}

/** Writes the inputs of one link from its taps, which are used up; false where nothing stands out of the noise. */
type Writer = (taps: Float32Array, height: number, target: Float32Array) => boolean;

/** Creates what writes the inputs of one site. */
type CreateWriter = (site: Site, number: number, radio: RadioConfiguration) => Writer;

/**
 * Opens what a network's inputs are read with.
 *
 * @param source of its weights
 * @throws LabError as `openPlaceMemory`
 */
export async function openInputReader(source: WeightSource, metadata: InputMetadata): Promise<InputReader> {
  const createWriter = await openWriting(source, metadata);
  const width = siteInputWidth(metadata);
  const prepare = (input: EstimatorInput): ((first: number, count: number) => SiteInputs) => {
    const { links } = input;
    checkSites(metadata.sites, links.length);
    const channels = requireChannels(input);
    const heights = knownHeights(input);
    const writers = links.map(({ site }, number) => createWriter(site, number, channels.radio));
    return (first, count) => {
      const values = new Float32Array(count * links.length * width);
      const heard = Array.from({ length: count }, (_, i) =>
        links.map(({ site }, number) => {
          const taps = estimatedTaps(channels, first + i, number, site);
          if (!taps) return false;
          const at = (i * links.length + number) * width;
          return writers[number](taps, heights[first + i], values.subarray(at, at + width));
        }),
      );
      return { count, values, heard };
    };
  };
  return {
    *readAll(input) {
      const read = prepare(input);
      for (let first = 0; first < input.count; first += USERS_AT_ONCE) {
        yield [first, read(first, Math.min(USERS_AT_ONCE, input.count - first))];
      }
    },
    readOne: (input, user) => prepare(input)(user, 1),
  };
}

async function openWriting(source: WeightSource, metadata: InputMetadata): Promise<CreateWriter> {
  switch (metadata.input) {
    case 'measured':
      return measuredWriting(await openPlaceMemory(source, metadata), metadata);
    case 'fingerprint':
      return fingerprintWriting(metadata);
    default:
      return metadata satisfies never;
  }
}

function measuredWriting(
  { recallLink }: PlaceMemory,
  metadata: Extract<InputMetadata, { input: 'measured' }>,
): CreateWriter {
  return (site, number, radio) => {
    const reader = createLinkReader(site, radio, TAP_COUNT);
    const row = new Float32Array(LINK_FEATURE_WIDTH);
    const recalled = new Float32Array(RECALLED_LINK_WIDTH);
    return (taps, height, target) => {
      reader.read(taps, row);
      recallLink(number, row, recalled);
      encodeLink(recalled, site, height, metadata, target);
      return isHeard(row);
    };
  };
}

function fingerprintWriting(metadata: FingerprintMetadata): CreateWriter {
  return ({ panel, name }) => {
    if (fingerprintBeams(panel) !== metadata.beams) {
      throw new LabError(
        'unsupported',
        `The network knows fingerprints of ${metadata.beams} beams, and ${name} has ${fingerprintBeams(panel)}.`,
        'Use the sites that it was trained with, or TOA or TDOA, which need no training.',
      );
    }
    const reader = createFingerprintReader(panel);
    const fingerprint = new Float32Array(fingerprintWidth(panel));
    return (taps, _height, target) => {
      reader.read(taps, fingerprint);
      encodeFingerprint(fingerprint, metadata, target);
      return target[0] === 1;
    };
  };
}
