/** The users that a network of several sites is trained and validated on, as it is fed of them. */
import type { OpenDataset, TrajectoriesDefinition } from '../datasets/definition.ts';
import { hashDataset } from '../datasets/hash.ts';
import type { LinkFingerprints } from '../datasets/link-fingerprints.ts';
import type { DatasetUsers } from '../datasets/users.ts';
import { coordinateFrame } from '../estimators/coordinates.ts';
import { SITE_INPUT_WIDTH } from '../estimators/per-site/encoding.ts';
import { encodeFingerprint, fingerprintInputWidth } from '../estimators/site-inputs/encode-fingerprint.ts';
import type { InputMetadata } from '../estimators/site-inputs/metadata.ts';
import type { InputChunk } from '../estimators/site-inputs/inputs.ts';
import { FINGERPRINT_SCALARS, fingerprintBeams } from '../features/tap-fingerprint.ts';
import { fromHalf } from '../numerics/half-float.ts';
import type { RandomGenerator } from '../numerics/random.ts';
import type { Batch } from './loop.ts';
import type { RecalledLinks } from './recalled-links.ts';
import { extentOf, prepareSiteData } from './site-data.ts';

/** Users whom a site hears. */
export interface FedUsers {
  readonly count: number;
  /** [count, 3], metres. */
  readonly positions: Float64Array;
  /** Which sites hear a user. */
  heardBy(this: void, user: number): readonly boolean[];
  /** Writes what the network is fed of a user [sites, inputs of a site]. */
  write(this: void, user: number, target: Float32Array): void;
}

/** See the file's head. */
export interface FedData {
  /** What goes with the weights. */
  readonly metadata: InputMetadata;
  /** Inputs of all sites together. */
  readonly width: number;
  readonly known: FedUsers;
  /** Validation users. */
  readonly seen: FedUsers;
}

/** What is kept of the training and the validation users. */
export type TrainingLinks =
  | { readonly input: 'measured'; readonly training: RecalledLinks; readonly validation: RecalledLinks }
  | { readonly input: 'fingerprint'; readonly training: LinkFingerprints; readonly validation: LinkFingerprints };

/**
 * Fits the statistics of the inputs.
 *
 * @param estimator whose weights they go with
 * @param stride every how-manieth measured validation user is looked at along the way
 */
export function prepareFedData(
  estimator: string,
  dataset: OpenDataset<TrajectoriesDefinition>,
  links: TrainingLinks,
  stride: number,
): FedData {
  return links.input === 'measured'
    ? measuredData(estimator, dataset, links, stride)
    : fingerprintData(estimator, dataset, links);
}

function measuredData(
  estimator: string,
  dataset: OpenDataset<TrajectoriesDefinition>,
  { training, validation }: Extract<TrainingLinks, { input: 'measured' }>,
  stride: number,
): FedData {
  const { metadata, known, seen } = prepareSiteData(dataset, training, validation, stride);
  const width = metadata.sites * SITE_INPUT_WIDTH;
  const fed = ({ count, positions, inputs, heard }: typeof known): FedUsers => ({
    ...{ count, positions },
    heardBy: (user) => heard[user],
    write: (user, target) => target.set(inputs.subarray(user * width, (user + 1) * width)),
  });
  return { metadata: { estimator, input: 'measured', ...metadata }, width, known: fed(known), seen: fed(seen) };
}

/** Numbers of all half-precision bits: looked up a hundred million times in a training. */
const NUMBERS = Float32Array.from({ length: 1 << 16 }, (_, bits) => fromHalf(bits));

function fingerprintData(
  estimator: string,
  dataset: OpenDataset<TrajectoriesDefinition>,
  { training, validation }: Extract<TrainingLinks, { input: 'fingerprint' }>,
): FedData {
  const { definition, site } = dataset;
  const { centre, scale } = coordinateFrame(extentOf(training.users.positions));
  const beams = fingerprintBeams(site.panel);
  const scalars = fitScalars(training);
  const metadata: InputMetadata = {
    ...{ estimator, dataset: definition.id, datasetHash: hashDataset(dataset), sites: training.sites },
    ...{ coordinates: { centre: [...centre], scale }, input: 'fingerprint', beams, scalars },
  };
  const siteWidth = fingerprintInputWidth(beams);
  const fed = (split: LinkFingerprints): FedUsers => {
    const { users, sites, width, bitsOf } = split;
    const heard = (user: number): boolean[] =>
      Array.from({ length: sites }, (_, number) => !Number.isNaN(NUMBERS[bitsOf(user)[number * width]]));
    const chosen = Array.from({ length: users.count }, (_, user) => user).filter((user) => heard(user).some(Boolean));
    const fingerprint = new Float32Array(width);
    return {
      count: chosen.length,
      positions: positionsOf(users, chosen),
      heardBy: (user) => heard(chosen[user]),
      write(user, target) {
        const bits = bitsOf(chosen[user]);
        for (let number = 0; number < sites; number++) {
          for (let i = 0; i < width; i++) fingerprint[i] = NUMBERS[bits[number * width + i]];
          encodeFingerprint(fingerprint, { scalars }, target.subarray(number * siteWidth, (number + 1) * siteWidth));
        }
      },
    };
  };
  return { metadata, width: training.sites * siteWidth, known: fed(training), seen: fed(validation) };
}

/** Positions of some users [chosen, 3]. */
function positionsOf({ positions }: DatasetUsers, chosen: readonly number[]): Float64Array {
  return Float64Array.from(chosen.flatMap((user) => Array.from(positions.subarray(3 * user, 3 * user + 3))));
}

/** Mean and spread of the scalars over all links that are heard. */
function fitScalars({ users, sites, width, bitsOf }: LinkFingerprints): {
  mean: number[];
  standardDeviation: number[];
} {
  const sum = new Float64Array(FINGERPRINT_SCALARS);
  const squares = new Float64Array(FINGERPRINT_SCALARS);
  let links = 0;
  for (let user = 0; user < users.count; user++) {
    for (let number = 0; number < sites; number++) {
      const at = number * width;
      if (Number.isNaN(NUMBERS[bitsOf(user)[at]])) continue;
      links++;
      for (let i = 0; i < FINGERPRINT_SCALARS; i++) {
        const value = NUMBERS[bitsOf(user)[at + i]];
        sum[i] += value;
        squares[i] += value * value;
      }
    }
  }
  const mean = Array.from(sum, (value) => value / Math.max(links, 1));
  const standardDeviation = mean.map((value, i) => {
    const variance = squares[i] / Math.max(links, 1) - value * value;
    return variance > 0 ? Math.sqrt(variance) : 1;
  });
  return { mean, standardDeviation };
}

/** Heights of users [count], metres. */
export function heightsOf({ count, positions }: FedUsers): Float64Array {
  return Float64Array.from({ length: count }, (_, user) => positions[3 * user + 2]);
}

/** Users whose inputs are written at once. */
const CHUNK = 128;

/**
 * Users as an estimator would have read them.
 *
 * @param width inputs of all sites together
 */
export function* chunksOf({ count, heardBy, write }: FedUsers, width: number): Generator<InputChunk> {
  for (let first = 0; first < count; first += CHUNK) {
    const size = Math.min(CHUNK, count - first);
    const values = new Float32Array(size * width);
    for (let i = 0; i < size; i++) write(first + i, values.subarray(i * width, (i + 1) * width));
    yield [first, { count: size, values, heard: Array.from({ length: size }, (_, i) => heardBy(first + i)) }];
  }
}

/**
 * Training users drawn at random.
 *
 * @param targetWidth of a row of targets
 * @param writeTarget writes that of a user
 */
export function drawBatch(
  { known, width }: FedData,
  random: RandomGenerator,
  size: number,
  targetWidth: number,
  writeTarget: (user: number, target: Float32Array) => void,
): Batch {
  const batch = { inputs: new Float32Array(size * width), targets: new Float32Array(size * targetWidth) };
  for (let i = 0; i < size; i++) {
    const user = Math.floor(random.uniform() * known.count);
    known.write(user, batch.inputs.subarray(i * width, (i + 1) * width));
    writeTarget(user, batch.targets.subarray(i * targetWidth, (i + 1) * targetWidth));
  }
  return batch;
}
