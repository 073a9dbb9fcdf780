/** What lies beside an estimator's weights, `models/<estimator>/<dataset>/`, and how it is read back. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { LabError } from '../errors/lab-error.ts';
import { INPUT_KINDS } from '../estimators/site-inputs/weights-name.ts';
import { paperSight } from '../evaluation/paper-report.ts';

const length = v.nullable(v.number());
const errors = {
  mean_m: length,
  rmse_m: length,
  median_m: length,
  p67_m: length,
  p80_m: length,
  p90_m: length,
  p95_m: length,
  max_m: length,
  min_m: length,
  below_1m: v.number(),
  below_0_5m: v.number(),
};
const share = v.nullable(v.number());
const counts = { count: v.number(), with_fix: v.number() };
const evaluation = v.object({
  model: v.string(),
  dataset: v.string(),
  dataset_hash: v.string(),
  seed: v.number(),
  input: v.optional(v.picklist(INPUT_KINDS)),
  calibration: v.optional(v.object({ count: v.number(), region_50: share, region_90: share })),
  ...counts,
  ...errors,
});

/** The files, each with what has to be in it. */
const FILES = {
  /** `wavefix evaluate --save`: unseen positions. */
  'report.json': evaluation,
  /** `wavefix evaluate --protocol grid --save`: known positions over fresh noise. */
  'grid.json': v.object({
    ...evaluation.entries,
    by_snr: v.array(v.object({ snr_db: v.number(), ...counts, ...errors })),
  }),
  /** `wavefix report pe-msrn --sight`: who is in sight, and what becomes of both kinds. */
  'sight.json': paperSight,
  /** `wavefix train`: how the weights came about; runs before the errors were kept have the mean alone. */
  'training.json': v.object({
    loss: v.string(),
    points: v.array(
      v.object({
        step: v.number(),
        passes: v.number(),
        training_loss: v.number(),
        validation: v.union([v.object(errors), v.object({ mean_m: v.number() })]),
      }),
    ),
  }),
} as const;

/** Name of one of the files. */
export type ModelFile = keyof typeof FILES;

/** What a file says. */
export type ModelFileContent<F extends ModelFile> = v.InferOutput<(typeof FILES)[F]>;

/** Errors on unseen positions. */
export type KeptEvaluation = ModelFileContent<'report.json'>;

/** How a training went. */
export type KeptCurve = ModelFileContent<'training.json'>;

/**
 * Reads one file.
 *
 * @param models folder of all models
 * @returns null where there is none
 * @throws LabError 'bad-file' for one that was not written here
 */
export function readModelFile<F extends ModelFile>(
  models: string,
  estimator: string,
  dataset: string,
  name: F,
): ModelFileContent<F> | null {
  const file = join(models, estimator, dataset, name);
  if (!existsSync(file)) return null;
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new LabError('bad-file', `${file} is not JSON.`, 'Evaluate or train again, or restore the file.');
  }
  const parsed = v.safeParse<(typeof FILES)[F]>(FILES[name], json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new LabError(
    'bad-file',
    `${file} was not written by this lab (${v.getDotPath(issue) ?? 'whole file'}: ${issue.message}).`,
    'Evaluate or train again, or restore the file.',
  );
}

/** Writes one file; the folder is created where it does not exist. */
export function writeModelFile(
  models: string,
  estimator: string,
  dataset: string,
  name: ModelFile,
  content: object,
): void {
  const folder = join(models, estimator, dataset);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `${JSON.stringify(content, null, name === 'training.json' ? 1 : 2)}\n`);
}
