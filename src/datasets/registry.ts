/** Every dataset of the lab, one line each. */
import { LabError } from '../errors/lab-error.ts';
import type { DatasetDefinition, DatasetId, PositionsDefinition } from './definition.ts';
import { S1_3D } from './s1-3d.ts';
import { S2_2D } from './s2-2d.ts';
import { S2_3D } from './s2-3d.ts';
import { S3_2D } from './s3-2d.ts';
import { S3_3D } from './s3-3d.ts';
import { TOKYO_DRIVES } from './tokyo-drives.ts';
import { TOKYO_FAST } from './tokyo-fast.ts';
import { TOKYO_PRACTICE } from './tokyo-practice.ts';
import { TOKYO_STREETS } from './tokyo-streets.ts';

/** The table; where several play in one scene, the first is what the page shows. */
const DATASETS: Readonly<Record<DatasetId, DatasetDefinition>> = {
  's3-3d': S3_3D,
  's3-2d': S3_2D,
  's2-3d': S2_3D,
  's2-2d': S2_2D,
  's1-3d': S1_3D,
  'tokyo-streets': TOKYO_STREETS,
  'tokyo-fast': TOKYO_FAST,
  'tokyo-practice': TOKYO_PRACTICE,
  'tokyo-drives': TOKYO_DRIVES,
};

/** True where `id` names a dataset. */
export function isDatasetId(id: string): id is DatasetId {
  return Object.hasOwn(DATASETS, id);
}

/**
 * The definition of one dataset.
 *
 * @throws LabError 'unknown-id' that lists what there is
 */
export function findDataset(id: string): DatasetDefinition {
  if (isDatasetId(id)) return DATASETS[id];
  throw new LabError(
    'unknown-id',
    `There is no dataset "${id}".`,
    `Choose one of: ${Object.keys(DATASETS).join(', ')}.`,
  );
}

/**
 * The definition of a dataset of scattered positions, which is what a single-site network is trained on.
 *
 * @throws LabError 'unknown-id' that lists what there is, 'unsupported' for a dataset of trajectories
 */
export function findPositionsDataset(id: string): PositionsDefinition {
  const found = findDataset(id);
  if (found.kind === 'positions') return found;
  throw new LabError(
    'unsupported',
    `Dataset "${id}" consists of trajectories before several sites.`,
    'Choose another.',
  );
}

/** Shortest name that opens a dataset in the page: its scene where it is the first that plays there, else its own. */
export function addressOf({ id, sceneId }: DatasetDefinition): string {
  return datasetOfScene(sceneId).id === id ? sceneId : id;
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
