/**
 * Soundings of the grid protocol on disk: the same known positions are asked of every estimator, and measuring them costs
 * far more than finding them. Node only.
 */
import { join } from 'node:path';
import type { MeasurementTable } from '../measurement/report.ts';
import { createMeasurementTable } from '../measurement/report.ts';
import { keepFile, keptBytes } from './block-cache.ts';
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
  const bytes = keptBytes(file);
  const kept = bytes && decode(bytes, users.count);
  if (kept) return { users, links: [{ site: dataset.site, measurements: kept }] };
  const { links } = measureEvaluationSet(dataset, request, onUser);
  keepFile(file, encode(links[0].measurements));
  // As from the cache: the reports alone.
  return { users, links };
}

function encode(table: MeasurementTable): Float64Array {
  const values = new Float64Array(COLUMNS.length * table.count);
  COLUMNS.forEach((column, i) => values.set(table[column], i * table.count));
  return values;
}

/** Null for a file of another size, which is measured anew. */
function decode(bytes: ArrayBuffer, count: number): MeasurementTable | null {
  if (bytes.byteLength !== 8 * COLUMNS.length * count) return null;
  const values = new Float64Array(bytes);
  const table = createMeasurementTable(count);
  COLUMNS.forEach((column, i) => table[column].set(values.subarray(i * count, (i + 1) * count)));
  return table;
}
