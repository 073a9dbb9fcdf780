/** Everything that `wavefix report pe-msrn` says: the paper's tables with ours beside them, read from what training wrote. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { openDataset } from '../../datasets/definition.ts';
import { hashDataset } from '../../datasets/hash.ts';
import { findPositionsDataset } from '../../datasets/registry.ts';
import { LabError } from '../../errors/lab-error.ts';
import { countFlops, countParameters } from '../../estimators/blocks/cost.ts';
import { inputShape } from '../../estimators/network/definition.ts';
import { findEstimator } from '../../estimators/registry.ts';
import { featureCount } from '../../features/feature-set.ts';
import { completeFeatures } from '../../training/experiment.ts';
import { findExperiment } from '../../training/experiments/registry.ts';
import { SETTING_IDS } from '../../training/experiments/settings.ts';
import type { SettingId } from '../../training/experiments/settings.ts';
import type { NetworkId } from '../../training/networks.ts';
import { NETWORKS, NETWORK_IDS } from '../../training/networks.ts';
import { PUBLISHED, PUBLISHED_EPOCHS } from '../../training/published.ts';
import type { PublishedErrors } from '../../training/published.ts';

const length = v.nullable(v.number());
const ERRORS = v.object({
  mean_m: length,
  median_m: length,
  p90_m: length,
  max_m: length,
  min_m: length,
  below_1m: v.number(),
  below_0_5m: v.number(),
});
const EVALUATION = v.object({
  ...ERRORS.entries,
  seed: v.number(),
  dataset_hash: v.string(),
  count: v.number(),
  with_fix: v.number(),
});
const POINT = v.object({
  step: v.number(),
  passes: v.number(),
  training_loss: v.number(),
  validation: v.union([ERRORS, v.object({ mean_m: v.number() })]),
});
const CURVE = v.object({ loss: v.string(), points: v.array(POINT) });

/** What an evaluation printed, as far as the tables need it. */
export type Evaluation = v.InferOutput<typeof EVALUATION>;

/** How a training came about. */
export type Curve = v.InferOutput<typeof CURVE>;

/** One network in one setting. */
export interface ReportRow {
  readonly estimator: string;
  readonly title: string;
  /** The paper's errors, or null where it has none. */
  readonly published: PublishedErrors | null;
  /** Ours, or null with the reason. */
  readonly ours: Evaluation | null;
  readonly missing: string;
  /** Counted from the network as it is trained here. */
  readonly parameters: number;
  readonly flops: number;
  readonly curve: Curve | null;
}

/** One setting: one of the tables 8–12. */
export interface ReportSetting {
  readonly dataset: SettingId;
  readonly title: string;
  readonly table: number | null;
  readonly rows: readonly ReportRow[];
}

/** See the file's head. */
export interface PeMsrnReport {
  readonly paper: 'pe-msrn';
  readonly settings: readonly ReportSetting[];
  /** Table 6 as printed; ours by passes over the training positions are the curves of s3-3d. */
  readonly epochs: typeof PUBLISHED_EPOCHS;
}

/** The rows of a table: the fix that geometry alone gives, which every network has to beat, and the networks. */
const ROWS = ['toa-aoa', ...NETWORK_IDS] as const;

/**
 * Collects the report.
 *
 * @param models folder of reports and training curves, <estimator>/<dataset>/
 * @throws LabError 'bad-file' for a report that is not one
 */
export function collectPeMsrn(models: string): PeMsrnReport {
  const settings = SETTING_IDS.map((dataset): ReportSetting => {
    const { definition } = openDataset(findPositionsDataset(dataset));
    const hash = hashDataset(openDataset(definition));
    const rows = ROWS.map((id) => readRow(models, id, dataset, hash));
    return { dataset, title: definition.title, table: PUBLISHED[dataset]?.table ?? null, rows };
  });
  return { paper: 'pe-msrn', settings, epochs: PUBLISHED_EPOCHS };
}

function readRow(models: string, id: (typeof ROWS)[number], dataset: SettingId, hash: string): ReportRow {
  const folder = join(models, id, dataset);
  const found = readJson(join(folder, 'report.json'), EVALUATION);
  const current = found?.dataset_hash === hash;
  const stale = found ? `of another revision of the dataset (${found.dataset_hash})` : 'not evaluated';
  return {
    estimator: id,
    title: findEstimator(id).title,
    published: id === 'toa-aoa' ? null : (PUBLISHED[dataset]?.rows[id] ?? null),
    ours: current ? found : null,
    missing: current ? '' : stale,
    ...(id === 'toa-aoa' ? { parameters: 0, flops: 0 } : cost(id, dataset)),
    curve: readJson(join(folder, 'training.json'), CURVE),
  };
}

/** Parameters and operations of a network as its experiment builds it. */
function cost(id: NetworkId, dataset: SettingId): { parameters: number; flops: number } {
  const { encoding, architecture } = findExperiment(`${dataset}/${id}`);
  const nowhere = { origin: [0, 0, 0], minimum: [0, 0, 0], maximum: [0, 0, 0] } as const;
  const features = featureCount(completeFeatures(encoding, nowhere));
  const model = NETWORKS[id].build({ ...architecture, inputShape: inputShape(NETWORKS[id], features) });
  const counted = { parameters: countParameters(model), flops: countFlops(model) };
  model.dispose();
  return counted;
}

/** A file that was written here, or null where there is none. */
function readJson<const S extends v.GenericSchema>(file: string, schema: S): v.InferOutput<S> | null {
  if (!existsSync(file)) return null;
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new LabError('bad-file', `${file} is not JSON.`, 'Train the estimator again, or restore the file.');
  }
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  throw new LabError(
    'bad-file',
    `${file} is no report of this lab (${v.getDotPath(issue) ?? 'whole file'}: ${issue.message}).`,
    'Train the estimator again, or restore the file.',
  );
}
