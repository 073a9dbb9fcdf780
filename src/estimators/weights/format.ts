/**
 * Weights on disk: a tfjs `model.json` and one shard. Kernels are stored in half precision, offsets, scales and running
 * statistics (one number a channel) in single. What the network was trained with lies in `userDefinedMetadata`.
 */
import type * as tf from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { LabError } from '../../errors/lab-error.ts';
import { featureCount } from '../../features/feature-set.ts';
import { toHalf } from '../../numerics/half-float.ts';
import type { WeightSource } from './source.ts';

/** Name of the description. */
export const MODEL_FILE = 'model.json';
const SHARD_FILE = 'weights-1of1.bin';

const finite = v.pipe(v.number(), v.finite());
const triple = v.pipe(v.tuple([finite, finite, finite]), v.readonly());
const order = v.pipe(v.number(), v.integer(), v.minValue(1));

/** See `FeatureSet`. */
const FEATURE_SET = v.variant('kind', [
  v.object({ kind: v.literal('raw') }),
  v.object({ kind: v.literal('base') }),
  v.object({ kind: v.literal('composite') }),
  v.object({ kind: v.literal('printed'), order }),
  v.object({ kind: v.literal('integer-harmonic'), order }),
  v.object({
    kind: v.literal('geometric'),
    order,
    reference: v.object({ origin: triple, minimum: triple, maximum: triple }),
  }),
  v.object({
    kind: v.literal('folded'),
    order,
    reference: v.object({ origin: triple, minimum: triple, maximum: triple, scene: v.string() }),
  }),
]);

/** What travels with the weights of a network that reads the five measured values. */
const NETWORK_METADATA = v.object({
  estimator: v.string(),
  dataset: v.string(),
  datasetHash: v.string(),
  encoding: FEATURE_SET,
  statistics: v.object({
    mean: v.array(finite),
    standardDeviation: v.array(finite),
    rawMinimum: v.array(finite),
    rawMaximum: v.array(finite),
  }),
  coordinates: v.object({ centre: triple, scale: finite }),
  architecture: v.object({ baseWidth: finite, dropout: finite }),
});

/** See {@link NETWORK_METADATA}. */
export type NetworkMetadata = v.InferOutput<typeof NETWORK_METADATA>;

const SPEC = v.looseObject({
  name: v.string(),
  shape: v.array(v.number()),
  dtype: v.literal('float32'),
  quantization: v.optional(v.looseObject({ dtype: v.literal('float16'), original_dtype: v.literal('float32') })),
});

const MODEL_JSON = v.looseObject({
  format: v.literal('layers-model'),
  modelTopology: v.looseObject({}),
  weightsManifest: v.array(v.object({ paths: v.array(v.string()), weights: v.array(SPEC) })),
  userDefinedMetadata: v.object({ wavefix: v.looseObject({ estimator: v.string() }) }),
});

/** A schema of what travels with some kind of network. */
type MetadataSchema<M extends { readonly estimator: string }> = v.GenericSchema<unknown, M>;

/** Files of one model. */
export interface ModelFiles {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Turns what a tfjs model saves into files, kernels in half precision.
 *
 * @param artifacts what `model.save` hands to its handler
 * @param metadata travels in `userDefinedMetadata`
 */
export function encodeModel(artifacts: tf.io.ModelArtifacts, metadata: { readonly estimator: string }): ModelFiles[] {
  const specs = artifacts.weightSpecs ?? [];
  const data = new Float32Array(joinBuffers(artifacts.weightData));
  const chunks: Uint8Array[] = [];
  const weights: v.InferOutput<typeof SPEC>[] = [];
  let at = 0;
  for (const { name, shape } of specs) {
    const size = shape.reduce((product, length) => product * length, 1);
    const values = data.subarray(at, at + size);
    at += size;
    const half = shape.length > 1;
    const stored = half ? Uint16Array.from(values, toHalf) : Float32Array.from(values);
    chunks.push(new Uint8Array(stored.buffer));
    const quantization = { dtype: 'float16', original_dtype: 'float32' } as const;
    weights.push({ name, shape, dtype: 'float32', ...(half ? { quantization } : {}) });
  }
  const shard = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    shard.set(chunk, offset);
    offset += chunk.length;
  }
  const description = {
    format: 'layers-model',
    generatedBy: 'WaveFix',
    convertedBy: null,
    modelTopology: artifacts.modelTopology,
    weightsManifest: [{ paths: [SHARD_FILE], weights }],
    userDefinedMetadata: { wavefix: metadata },
  };
  return [
    { name: MODEL_FILE, bytes: new TextEncoder().encode(`${JSON.stringify(description)}\n`) },
    { name: SHARD_FILE, bytes: shard },
  ];
}

/** A model that was read and checked, for `loadLayersModel`. */
export interface DecodedModel<M = NetworkMetadata> {
  readonly handler: tf.io.IOHandler;
  readonly metadata: M;
}

/**
 * Reads a network that is fed the five measured values.
 *
 * @throws LabError as `decodeModelOf`, and 'bad-file' where the statistics are of other features
 */
export async function decodeModel(source: WeightSource, estimator: string): Promise<DecodedModel> {
  const decoded = await decodeModelOf(source, estimator, NETWORK_METADATA);
  const { statistics, encoding } = decoded.metadata;
  if (statistics.mean.length === featureCount(encoding)) return decoded;
  throw badFile(
    `${source.location}${MODEL_FILE}`,
    'has statistics of another number of features than its encoding has',
  );
}

/**
 * The estimator that a model is for.
 *
 * @throws LabError 'missing-weights' where the description cannot be read, 'bad-file' where it is not ours
 */
export async function readEstimatorId(source: WeightSource): Promise<string> {
  return (await readDescription(source)).userDefinedMetadata.wavefix.estimator;
}

/**
 * Reads a model's files and checks them against each other.
 *
 * @param estimator id that the weights must be for
 * @param schema of what travels with them
 * @throws LabError 'missing-weights' where a file cannot be read, 'bad-file' where it is not ours, belongs to another
 *   estimator, is shorter or longer than it says, or holds weights that are no finite numbers
 */
export async function decodeModelOf<M extends { readonly estimator: string }>(
  source: WeightSource,
  estimator: string,
  schema: MetadataSchema<M>,
): Promise<DecodedModel<M>> {
  const where = `${source.location}${MODEL_FILE}`;
  const { modelTopology, weightsManifest, userDefinedMetadata } = await readDescription(source);
  const named = userDefinedMetadata.wavefix.estimator;
  if (named !== estimator) throw badFile(where, `holds weights of "${named}", not of "${estimator}"`);
  const described = v.safeParse(schema, userDefinedMetadata.wavefix);
  if (!described.success) throw notOurs(where, described.issues[0]);
  const metadata = described.output;
  const shards = await Promise.all(weightsManifest.flatMap(({ paths }) => paths).map((path) => source.read(path)));
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const expected = weightSpecs.reduce(
    (sum, { shape, quantization }) => sum + shape.reduce((product, size) => product * size, quantization ? 2 : 4),
    0,
  );
  const actual = shards.reduce((sum, shard) => sum + shard.length, 0);
  if (actual !== expected) {
    throw badFile(where, `describes ${expected} bytes of weights, but its shards hold ${actual}`);
  }
  const weightData = joinBuffers(
    shards.map((shard) => shard.buffer.slice(shard.byteOffset, shard.byteOffset + shard.length)),
  );
  const broken = firstBroken(weightSpecs, weightData);
  if (broken !== undefined) throw badFile(where, `describes weights of which some are no finite numbers (${broken})`);
  const artifacts = { modelTopology, weightSpecs, weightData } as tf.io.ModelArtifacts;
  return { handler: { load: () => Promise.resolve(artifacts) }, metadata };
}

/** Name of the first weights with NaN or infinity among them. */
function firstBroken(
  specs: readonly Pick<v.InferOutput<typeof SPEC>, 'name' | 'shape' | 'quantization'>[],
  data: ArrayBuffer,
): string | undefined {
  // Half words, as single precision may lie at an odd one: there the upper word holds the exponent. All ones is no number.
  const words = new Uint16Array(data);
  let at = 0;
  return specs.find(({ shape, quantization }) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const [stride, exponent] = quantization ? [1, 0x7c00] : [2, 0x7f80];
    const end = at + stride * size;
    let isBroken = false;
    for (let k = at + stride - 1; k < end; k += stride) isBroken ||= (words[k] & exponent) === exponent;
    at = end;
    return isBroken;
  })?.name;
}

async function readDescription(source: WeightSource): Promise<v.InferOutput<typeof MODEL_JSON>> {
  const where = `${source.location}${MODEL_FILE}`;
  const text = new TextDecoder().decode(await source.read(MODEL_FILE));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw badFile(where, 'is not JSON');
  }
  const parsed = v.safeParse(MODEL_JSON, json);
  if (!parsed.success) throw notOurs(where, parsed.issues[0]);
  return parsed.output;
}

function joinBuffers(data: tf.io.WeightData | undefined): ArrayBuffer {
  if (data === undefined) return new ArrayBuffer(0);
  const buffers = Array.isArray(data) ? data : [data];
  const joined = new Uint8Array(buffers.reduce((sum, buffer) => sum + buffer.byteLength, 0));
  let at = 0;
  for (const buffer of buffers) {
    joined.set(new Uint8Array(buffer), at);
    at += buffer.byteLength;
  }
  return joined.buffer;
}

function notOurs(where: string, issue: v.BaseIssue<unknown>): LabError {
  return badFile(where, `is not a model of this lab (${v.getDotPath(issue) ?? 'whole file'}: ${issue.message})`);
}

function badFile(where: string, words: string): LabError {
  return new LabError('bad-file', `${where} ${words}.`, 'Train the estimator again, or restore the file.');
}
