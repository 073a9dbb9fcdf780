/** Known places and what they look like: all that weighted nearest neighbours learn. */
import * as v from 'valibot';
import { LabError } from '../../errors/lab-error.ts';
import { median } from '../../numerics/quantiles.ts';
import type { ModelFiles } from '../weights/format.ts';
import type { WeightSource } from '../weights/source.ts';
import { FINGERPRINT_WIDTH } from './fingerprint.ts';

/** See the file's head. */
export interface FingerprintDatabase {
  /** The dataset whose training users it holds. */
  readonly trainedOn: { readonly dataset: string; readonly hash: string };
  /** Sites that a fingerprint is of. */
  readonly sites: number;
  /** Number of places. */
  readonly count: number;
  /** Places [count, 3], metres. */
  readonly positions: Float32Array;
  /** Fingerprints [count, sites, 3], metres; NaN where a site does not hear a place. */
  readonly fingerprints: Float32Array;
}

/**
 * Makes a database of soundings of known places. Of several soundings of one place the median counts, value by value: a
 * mean would lie between two paths that take turns at being the strongest.
 *
 * @param trainedOn the dataset
 * @param positions places [count, 3], metres
 * @param soundings fingerprints of the same places, one array [count, sites, 3] a sounding
 */
export function buildDatabase(
  trainedOn: FingerprintDatabase['trainedOn'],
  positions: ArrayLike<number>,
  soundings: readonly Float64Array[],
): FingerprintDatabase {
  const count = positions.length / 3;
  const length = soundings[0].length;
  const fingerprints = Float32Array.from({ length }, (_, at) =>
    median(soundings.map((sounding) => sounding[at]).filter((value) => !Number.isNaN(value))),
  );
  return {
    trainedOn,
    sites: length / count / FINGERPRINT_WIDTH,
    count,
    positions: Float32Array.from(positions),
    fingerprints,
  };
}

const DESCRIPTION_FILE = 'database.json';
const VALUES_FILE = 'database.bin';

const positiveInteger = v.pipe(v.number(), v.integer(), v.minValue(1));
const DESCRIPTION = v.object({
  format: v.literal('wavefix-fingerprints'),
  dataset: v.string(),
  datasetHash: v.string(),
  sites: positiveInteger,
  count: positiveInteger,
});

/** The database as files: a description, and positions and fingerprints as little-endian float32. */
export function encodeDatabase(database: FingerprintDatabase): ModelFiles[] {
  const { trainedOn, sites, count, positions, fingerprints } = database;
  const description: v.InferOutput<typeof DESCRIPTION> = {
    format: 'wavefix-fingerprints',
    dataset: trainedOn.dataset,
    datasetHash: trainedOn.hash,
    sites,
    count,
  };
  const values = new Float32Array(positions.length + fingerprints.length);
  values.set(positions);
  values.set(fingerprints, positions.length);
  return [
    { name: DESCRIPTION_FILE, bytes: new TextEncoder().encode(`${JSON.stringify(description)}\n`) },
    { name: VALUES_FILE, bytes: new Uint8Array(values.buffer) },
  ];
}

/**
 * Reads a database.
 *
 * @throws LabError 'missing-weights' where a file cannot be read, 'bad-file' where it is not a database, or has another
 *   length than it says
 */
export async function decodeDatabase(source: WeightSource): Promise<FingerprintDatabase> {
  const where = `${source.location}${DESCRIPTION_FILE}`;
  const text = new TextDecoder().decode(await source.read(DESCRIPTION_FILE));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw badFile(where, 'is not JSON');
  }
  const parsed = v.safeParse(DESCRIPTION, json);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw badFile(
      where,
      `is not a database of fingerprints (${v.getDotPath(issue) ?? 'whole file'}: ${issue.message})`,
    );
  }
  const { dataset, datasetHash, sites, count } = parsed.output;
  const bytes = await source.read(VALUES_FILE);
  const expected = 4 * count * (3 + FINGERPRINT_WIDTH * sites);
  if (bytes.length !== expected) {
    throw badFile(where, `describes ${expected} bytes of values, but ${VALUES_FILE} holds ${bytes.length}`);
  }
  const values = new Float32Array(bytes.slice().buffer);
  return {
    trainedOn: { dataset, hash: datasetHash },
    sites,
    count,
    positions: values.slice(0, 3 * count),
    fingerprints: values.slice(3 * count),
  };
}

function badFile(where: string, words: string): LabError {
  return new LabError('bad-file', `${where} ${words}.`, 'Train the estimator again, or restore the file.');
}
