/** `wavefix train <dataset id>/wknn`: nothing is iterated; the training soundings become a database of fingerprints. */
import { writeFileSync } from 'node:fs';
import { openDataset } from '../datasets/definition.ts';
import { hashDataset } from '../datasets/hash.ts';
import { findPositionsDataset } from '../datasets/registry.ts';
import { loadTrainingReports } from '../datasets/training-cache.ts';
import { datasetUsers } from '../datasets/users.ts';
import { writeModel } from '../estimators/weights/folder.ts';
import { buildDatabase, encodeDatabase } from '../estimators/wknn/database.ts';
import { fingerprintsOf } from '../estimators/wknn/fingerprint.ts';
import type { EvaluationReport } from '../evaluation/report.ts';
import { RAW_FEATURE_COUNT } from '../features/positional-encoding.ts';
import { evaluate, weightsFolder } from './evaluate.ts';
import { CACHE } from './evaluation-subject.ts';
import { fillCache } from './fill-cache.ts';

/** Soundings of every place; their median is what the database keeps. */
const DRAWS = 16;

/**
 * Builds, saves and evaluates the database of a dataset.
 *
 * @param datasetId one with positions to learn from
 * @returns what `wavefix evaluate` says of it
 * @throws LabError 'unknown-id' for another dataset
 */
export async function trainWknn(datasetId: string): Promise<EvaluationReport> {
  const dataset = openDataset(findPositionsDataset(datasetId));
  const { id, title, trainingDraws, grid } = dataset.definition;
  const draws = Math.min(DRAWS, trainingDraws);
  await fillCache({ kind: 'training-reports', dataset: id, folder: CACHE, draws }, 'soundings');
  const training = loadTrainingReports(dataset, CACHE, draws);
  const { positions } = datasetUsers(dataset, 'training');
  const soundings = Array.from({ length: draws }, (_, draw) => {
    const raw = new Float64Array(RAW_FEATURE_COUNT * training.users);
    for (let user = 0; user < training.users; user++) {
      const from = RAW_FEATURE_COUNT * (user * draws + draw);
      raw.set(training.raw.subarray(from, from + RAW_FEATURE_COUNT), RAW_FEATURE_COUNT * user);
    }
    return fingerprintsOf([raw]);
  });
  const folder = weightsFolder('wknn', id);
  const hash = hashDataset(dataset);
  await writeModel(folder, encodeDatabase(buildDatabase({ dataset: id, hash }, positions, soundings)));
  const report = await evaluate(['--model', 'wknn', '--dataset', id, '--save']);
  const mean = report.mean_m?.toFixed(3) ?? '–';
  writeFileSync(
    `${folder}/card.md`,
    `# wknn on ${id}

What it is for: finding one user in the scene "${title}" by comparing what its site reports with what it reported of known
places. It knows this scene, this site and this radio alone. The scene is synthetic.

The database holds ${training.users} places of the ${grid.spacing} m training grid, each the median of ${draws} soundings. Dataset hash
\`${hash}\`. \`wavefix evaluate --model wknn --dataset ${id} --json\`: mean ${mean} m over ${report.with_fix} of ${report.count} unseen users; the
rest is in report.json.
`,
  );
  return report;
}
