/** What `wavefix evaluate --dataset` names: a dataset of the table, or a stored one in a folder or zip. */
import { existsSync } from 'node:fs';
import type { DatasetDefinition, DatasetId, OpenDataset } from '../datasets/definition.ts';
import { openDataset } from '../datasets/definition.ts';
import type { EvaluationRequest, EvaluationSet } from '../datasets/evaluation-set.ts';
import { loadGridSet } from '../datasets/grid-cache.ts';
import { hashDataset } from '../datasets/hash.ts';
import { findDataset, isDatasetId } from '../datasets/registry.ts';
import { pathStore } from '../datasets/zarr/folder-store.ts';
import type { PathGroup } from '../datasets/zarr/read.ts';
import { openPathGroup } from '../datasets/zarr/read.ts';
import { measureStoredSet } from '../datasets/zarr/stored-evaluation.ts';
import type { Twin } from '../estimators/twin/twin.ts';
import { twinOf } from './dataset-twin.ts';
import { measureSet } from './measure-set.ts';

/** Users that are measured, and what has to be known about them. */
export interface EvaluationSubject {
  readonly id: string;
  readonly hash: string;
  readonly kind: DatasetDefinition['kind'];
  readonly dimensions: 2 | 3;
  readonly siteCount: number;
  /** Hertz. */
  readonly carrierFrequency: number;
  /** The dataset that networks have to be trained on to be used here. */
  readonly trainedOn: { readonly id: string; readonly hash: string };
  /** The ray-traced twin of its world; a stored dataset holds paths and no world. */
  readonly twin?: () => Twin;
  measure(
    this: void,
    request: EvaluationRequest,
    onUser: (done: number, total: number) => void,
  ): Promise<EvaluationSet>;
}

/** Users of a trajectory dataset that are measured where nothing else is asked for, and that come with the lab. */
const TEST_USERS = 500;

/** Where soundings are kept that several commands ask for. */
export const CACHE = '.cache/datasets';

/** Where the test users of a trajectory dataset lie, traced. */
function shippedTestSet(dataset: DatasetId): string {
  return `public/datasets/${dataset}-test.zarr.zip`;
}

/**
 * Opens what a name stands for.
 *
 * @param name id of a dataset, or a path: something with a dot or a slash in it
 * @throws LabError 'unknown-id', or 'bad-file' for a path without a stored dataset
 */
export async function openSubject(name: string): Promise<EvaluationSubject> {
  if (!isDatasetId(name) && /[./\\]/.test(name)) return storedSubject(await openPathGroup(await pathStore(name)));
  const definition = findDataset(name);
  const dataset = openDataset(definition);
  const hash = hashDataset(dataset);
  return {
    id: definition.id,
    hash,
    kind: definition.kind,
    dimensions: definition.dimensions,
    siteCount: dataset.sites.length,
    carrierFrequency: definition.radio.carrierFrequency,
    trainedOn: weightsOf(definition.id, hash),
    twin: () => twinOf(dataset),
    measure: (request, onUser) => measureKnown(dataset, hash, request, onUser),
  };
}

function storedSubject(group: PathGroup): EvaluationSubject {
  const { dataset, datasetHash, kind, dimensions, sites, radio } = group.header;
  return {
    id: dataset,
    hash: datasetHash,
    kind,
    dimensions,
    siteCount: sites.length,
    carrierFrequency: radio.carrierFrequency,
    trainedOn: weightsOf(dataset, datasetHash),
    measure: (request, onUser) => measureStoredSet(group, request, onUser),
  };
}

/** Reads the paths that come with the lab where they are the ones asked for, and traces otherwise. */
async function measureKnown(
  dataset: OpenDataset<DatasetDefinition>,
  hash: string,
  request: EvaluationRequest,
  onUser: (done: number, total: number) => void,
): Promise<EvaluationSet> {
  const { definition } = dataset;
  const { id, kind } = definition;
  if (kind === 'positions') {
    return request.protocol === 'grid'
      ? loadGridSet({ ...dataset, definition }, { ...request, protocol: 'grid' }, CACHE, onUser)
      : measureSet(dataset, request, onUser);
  }
  const { split, protocol, count = TEST_USERS } = request;
  if (split === 'test' && protocol === 'held-out' && count === TEST_USERS) {
    const file = shippedTestSet(id);
    const group = existsSync(file) ? await openPathGroup(await pathStore(file)) : null;
    if (group?.header.datasetHash === hash) return measureStoredSet(group, { ...request, count }, onUser);
    process.stderr.write(`${file} does not hold the present ${id}: its users are traced.\n`);
  }
  return measureSet(dataset, { ...request, count }, onUser);
}

/** The dataset whose networks a dataset takes: itself, unless it has no training split. */
function weightsOf(id: string, hash: string): EvaluationSubject['trainedOn'] {
  const definition = isDatasetId(id) ? findDataset(id) : undefined;
  if (definition?.kind !== 'trajectories' || definition.weightsFrom === undefined) return { id, hash };
  const source = findDataset(definition.weightsFrom);
  return { id: source.id, hash: hashDataset(openDataset(source)) };
}
