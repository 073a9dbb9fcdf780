/** Every dataset of the lab, one line each. */
import { LabError } from '../errors/lab-error.ts';
import type { DatasetDefinition, DatasetId } from './definition.ts';
import { S3_3D } from './s3-3d.ts';

/** The table. */
export const DATASETS: Readonly<Record<DatasetId, DatasetDefinition>> = {
  's3-3d': S3_3D,
};

/**
 * The definition of one dataset.
 *
 * @throws LabError 'unknown-id' that lists what there is
 */
export function findDataset(id: string): DatasetDefinition {
  const found = Object.values(DATASETS).find((definition) => definition.id === id);
  if (found) return found;
  throw new LabError(
    'unknown-id',
    `There is no dataset "${id}".`,
    `Choose one of: ${Object.keys(DATASETS).join(', ')}.`,
  );
}

/**
 * The dataset whose test users the page shows in a scene: the first of the table that plays there.
 *
 * @throws LabError 'unknown-id' that lists the scenes with a dataset
 */
export function datasetOfScene(sceneId: string): DatasetDefinition {
  const all = Object.values(DATASETS);
  const found = all.find((definition) => definition.sceneId === sceneId);
  if (found) return found;
  const known = [...new Set(all.map((definition) => definition.sceneId))].join(', ');
  throw new LabError('unknown-id', `There is no dataset in a scene "${sceneId}".`, `Choose one of: ${known}.`);
}
