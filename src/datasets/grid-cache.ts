/**
 * Soundings of the grid protocol on disk: the same known positions are asked of every estimator, and measuring them costs
 * far more than finding them. Node only.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { MeasurementTable } from '../measurement/report.ts';
import { createMeasurementTable } from '../measurement/report.ts';
import type { OpenDataset } from './definition.ts';
import type { EvaluationRequest, EvaluationSet } from './evaluation-set.ts';
import { evaluationUsers, measureEvaluationSet } from './evaluation-set.ts';
import { soundingsName } from './training-blocks.ts';

/** Columns of the file, one after the other, each [count] in double precision. */
const COLUMNS = ['snr', 'azimuth', 'elevation', 'delay', 'power', 'firstDelay', 'reasons'] as const;

/**
 * The measured users of a grid evaluation, from the cache where it holds them.
 *
 * @param folder cache folder, created where it does not exist
 * @param onUser called after every user that has to be measured
 */
export function loadGridSet(
  dataset: OpenDataset,
  request: EvaluationRequest & { readonly protocol: 'grid' },
  folder: string,
  onUser?: (done: number, total: number) => void,
): EvaluationSet {
  const users = evaluationUsers(dataset, request);
  const { seed, snrDb = 'any' } = request;
  const file = join(folder, soundingsName(dataset), `grid-${users.count}-seed${seed}-snr${snrDb}.bin`);
  const kept = existsSync(file) ? decode(readFileSync(file), users.count) : null;
  if (kept) return { users, links: [{ site: dataset.site, measurements: kept }] };
  const { links } = measureEvaluationSet(dataset, request, onUser);
  mkdirSync(dirname(file), { recursive: true });
  // Written beside and renamed, so that a killed process leaves no half file.
  writeFileSync(`${file}.${process.pid}`, encode(links[0].measurements));
  renameSync(`${file}.${process.pid}`, file);
  // As from the cache: the reports alone.
  return { users, links };
}

function encode(table: MeasurementTable): Uint8Array {
  const values = new Float64Array(COLUMNS.length * table.count);
  COLUMNS.forEach((column, i) => values.set(table[column], i * table.count));
  return new Uint8Array(values.buffer);
}

/** Null for a file of another size, which is measured anew. */
function decode(bytes: Uint8Array, count: number): MeasurementTable | null {
  if (bytes.length !== 8 * COLUMNS.length * count) return null;
  const values = new Float64Array(Uint8Array.from(bytes).buffer);
  const table = createMeasurementTable(count);
  COLUMNS.forEach((column, i) => table[column].set(values.subarray(i * count, (i + 1) * count)));
  return table;
}
