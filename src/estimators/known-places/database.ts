/** Known places and the paths that the sites see of them, in files. */
import * as v from 'valibot';
import { LabError } from '../../errors/lab-error.ts';
import type { ModelFiles } from '../weights/format.ts';
import type { WeightSource } from '../weights/source.ts';
import { SEEN_WIDTH } from './seen-paths.ts';
import type { SeenPaths } from './seen-paths.ts';

/** See the file's head. */
export interface PathDatabase {
  /** The dataset whose scene and sites it is of. */
  readonly trainedOn: { readonly dataset: string; readonly hash: string };
  /** Places [count, 2], metres. */
  readonly positions: Float32Array;
  readonly places: SeenPaths;
}

/** What one step of a stored number is: metres, and decibels of power. */
const STEPS = { position: 0.01, range: 0.02, sideways: 0.05, power: 0.5 } as const;

const DESCRIPTION_FILE = 'database.json';
const VALUES_FILE = 'database.bin';

const finite = v.pipe(v.number(), v.finite());
const positive = v.pipe(finite, v.minValue(Number.MIN_VALUE));
const positiveInteger = v.pipe(v.number(), v.integer(), v.minValue(1));
const DESCRIPTION = v.object({
  format: v.literal('wavefix-path-places'),
  dataset: v.string(),
  datasetHash: v.string(),
  sites: positiveInteger,
  /** Places, and paths of all of them. */
  count: positiveInteger,
  paths: positiveInteger,
  /** Where the numbers of positions begin, metres. */
  origin: v.tuple([finite, finite]),
  /** The greatest power, decibels: numbers of powers count down from it. */
  loudest: finite,
  steps: v.object({ position: positive, range: positive, sideways: positive, power: positive }),
});

/**
 * The database as files: a description, and little-endian integers: positions [count, 2] and ranges [paths] (16 bits), sideways
 * [paths] (16 bits, signed), powers [paths] and numbers of paths [count, sites] (8 bits).
 *
 * @throws LabError 'unsupported' for a town too large for such numbers
 */
export function encodePathDatabase({ trainedOn, positions, places }: PathDatabase): ModelFiles[] {
  const { count, sites, offsets, values } = places;
  const paths = offsets[count * sites];
  const column = (axis: number): Float64Array =>
    Float64Array.from({ length: paths }, (_, path) => values[SEEN_WIDTH * path + axis]);
  const least = (axis: number): number =>
    positions.reduce((m, p, i) => (i % 2 === axis ? Math.min(m, p) : m), Infinity);
  const origin = [least(0), least(1)] as const;
  const powers = column(2);
  const loudest = powers.reduce((m, power) => Math.max(m, power), -Infinity);
  const description: v.InferOutput<typeof DESCRIPTION> = {
    format: 'wavefix-path-places',
    ...{ dataset: trainedOn.dataset, datasetHash: trainedOn.hash, sites, count, paths },
    ...{ origin: [...origin], loudest, steps: STEPS },
  };
  const { bytes, parts } = layOut(description);
  fill(parts.positions, positions, (value, i) => (value - origin[i % 2]) / STEPS.position);
  fill(parts.ranges, column(0), (value) => value / STEPS.range);
  fill(parts.sideways, column(1), (value) => value / STEPS.sideways);
  // What is weaker than the last number counts as that: it stands next to the noise wherever it is.
  fill(parts.powers, powers, (value) => Math.min(255, (loudest - value) / STEPS.power));
  fill(parts.numbers, offsets.subarray(1), (end, link) => end - offsets[link]);
  return [
    { name: DESCRIPTION_FILE, bytes: new TextEncoder().encode(`${JSON.stringify(description)}\n`) },
    { name: VALUES_FILE, bytes },
  ];
}

type Integers = Uint16Array | Int16Array | Uint8Array;

function fill(
  target: Integers,
  values: Float32Array | Float64Array | Uint32Array,
  scale: (value: number, i: number) => number,
): void {
  values.forEach((value, i) => {
    const number = Math.round(scale(value, i));
    target[i] = number;
    if (target[i] === number) return;
    throw new LabError(
      'unsupported',
      `${value} m is too far for the numbers of a database of places.`,
      'Take a smaller town.',
    );
  });
}

/** The parts of the file of values. */
function layOut(
  { count, sites, paths }: Pick<v.InferOutput<typeof DESCRIPTION>, 'count' | 'sites' | 'paths'>,
  from?: Uint8Array,
): {
  bytes: Uint8Array<ArrayBuffer>;
  parts: {
    positions: Uint16Array;
    ranges: Uint16Array;
    sideways: Int16Array;
    powers: Uint8Array;
    numbers: Uint8Array;
  };
} {
  const buffer = new ArrayBuffer(4 * count + 5 * paths + sites * count);
  const bytes = new Uint8Array(buffer);
  if (from) bytes.set(from);
  const parts = {
    positions: new Uint16Array(buffer, 0, 2 * count),
    ranges: new Uint16Array(buffer, 4 * count, paths),
    sideways: new Int16Array(buffer, 4 * count + 2 * paths, paths),
    powers: new Uint8Array(buffer, 4 * count + 4 * paths, paths),
    numbers: new Uint8Array(buffer, 4 * count + 5 * paths, sites * count),
  };
  return { bytes, parts };
}

/**
 * Reads a database.
 *
 * @throws LabError 'missing-weights' where a file cannot be read, 'bad-file' where it is not a database, or has another length than
 *   it says
 */
export async function decodePathDatabase(source: WeightSource): Promise<PathDatabase> {
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
    const [issue] = parsed.issues;
    throw badFile(where, `is not a database of places (${v.getDotPath(issue) ?? 'whole file'}: ${issue.message})`);
  }
  const { dataset, datasetHash, sites, count, paths, origin, loudest, steps } = parsed.output;
  const stored = await source.read(VALUES_FILE);
  const expected = 4 * count + 5 * paths + sites * count;
  if (stored.length !== expected) {
    throw badFile(where, `describes ${expected} bytes of values, but ${VALUES_FILE} holds ${stored.length}`);
  }
  const { parts } = layOut(parsed.output, stored);
  const offsets = new Uint32Array(count * sites + 1);
  parts.numbers.forEach((number, link) => (offsets[link + 1] = offsets[link] + number));
  if (offsets[count * sites] !== paths) {
    throw badFile(where, `describes ${paths} paths, but ${VALUES_FILE} counts ${offsets[count * sites]}`);
  }
  const values = new Float32Array(SEEN_WIDTH * paths);
  for (let path = 0; path < paths; path++) {
    const power = loudest - steps.power * parts.powers[path];
    values.set([steps.range * parts.ranges[path], steps.sideways * parts.sideways[path], power], SEEN_WIDTH * path);
  }
  return {
    trainedOn: { dataset, hash: datasetHash },
    positions: Float32Array.from(parts.positions, (value, i) => origin[i % 2] + steps.position * value),
    places: { count, sites, offsets, values },
  };
}

/**
 * Checks that there are as many sites as the places are known to.
 *
 * @throws LabError 'unsupported'
 */
export function checkKnownSites(expected: number, actual: number): void {
  if (expected === actual) return;
  throw new LabError(
    'unsupported',
    `The places are known to ${expected} sites, and there are ${actual}.`,
    'Use the sites that the database was made with, or TOA or TDOA, which need none.',
  );
}

function badFile(where: string, words: string): LabError {
  return new LabError('bad-file', `${where} ${words}.`, 'Train the estimator again, or restore the file.');
}
