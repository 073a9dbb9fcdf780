/** The estimators of an open scene. Weights are fetched once and loaded again as often as the device is replaced. */
import { openDataset, type DatasetDefinition, type OpenDataset } from '../datasets/definition.ts';
import { hashDataset } from '../datasets/hash.ts';
import { findDataset } from '../datasets/registry.ts';
import { toLabError } from '../errors/lab-error.ts';
import type { Estimator } from '../estimators/estimator.ts';
import { checkNeeds, ESTIMATORS, findEstimator, type EstimatorId } from '../estimators/registry.ts';
import { fetchWeights, type WeightSource } from '../estimators/weights/source.ts';
import { checkTrainedOn } from '../estimators/weights/trained-on.ts';
import type { Progress } from './base.ts';
import type { OnDevice } from './device.ts';

/** See the file's head. */
export interface LoadedEstimators extends OnDevice {
  /** One that could be loaded, whether or not it can run before the present sites. */
  get(id: EstimatorId): Estimator | undefined;
  /** Why one could not be loaded, or an empty string. */
  refusal(id: EstimatorId): string;
  /** Frees what all of them hold. */
  dispose(): void;
}

/**
 * Prepares the estimators of a dataset, or of a scene without one; nothing is loaded yet.
 *
 * @param sites number of sites when the scene is opened: weights for another number are not fetched
 * @param assetBase the address that weights lie under
 * @param emit bytes of each download
 * @param signal aborts the downloads
 */
export function createEstimators(
  dataset: OpenDataset<DatasetDefinition> | null,
  sites: number,
  assetBase: string,
  emit: (progress: Progress) => void,
  signal: AbortSignal,
): LoadedEstimators {
  const loaded = new Map<EstimatorId, Estimator>();
  const refusals = new Map<EstimatorId, string>();
  const origin = dataset && trainingDataset(dataset);
  const sources = new Map<EstimatorId, WeightSource>();
  // Takes a part of a second, so it waits until there are weights to check.
  let hash: string | undefined;

  const sourceOf = (id: EstimatorId, title: string, folder: string): WeightSource => {
    const known = sources.get(id);
    if (known) return known;
    const onBytes = (_file: string, done: number, total: number): void =>
      emit({ stage: `${title} weights`, done, total, unit: 'bytes' });
    const source = keepFiles(fetchWeights(new URL(folder, assetBase).href, onBytes, signal));
    sources.set(id, source);
    return source;
  };

  const dispose = (): void => {
    for (const estimator of loaded.values()) estimator.dispose();
    loaded.clear();
    refusals.clear();
  };

  return {
    get: (id) => loaded.get(id),
    refusal: (id) => refusals.get(id) ?? '',
    dispose,
    async load() {
      dispose();
      for (const { id, title, trained, load } of ESTIMATORS) {
        try {
          if (!trained) {
            loaded.set(id, await load());
            continue;
          }
          if (!origin) continue;
          checkNeeds(findEstimator(id), { sites, tracks: false });
          const source = sourceOf(id, title, `models/${id}/${origin.definition.id}/`);
          const estimator = await load(source);
          try {
            hash ??= hashDataset(origin);
            checkTrainedOn(estimator, { id: origin.definition.id, hash }, source.location);
          } catch (cause) {
            estimator.dispose();
            throw cause;
          }
          loaded.set(id, estimator);
        } catch (cause) {
          const { code, message, hint } = toLabError(cause);
          if (code === 'cancelled') throw cause;
          refusals.set(
            id,
            code === 'missing-weights'
              ? `${title} has no weights for ${dataset?.definition.title ?? 'this scene'} yet.`
              : `${message} ${hint}`,
          );
        }
      }
    },
  };
}

/** The dataset that a dataset's weights come from. */
function trainingDataset(dataset: OpenDataset<DatasetDefinition>): OpenDataset<DatasetDefinition> {
  const { definition } = dataset;
  const source = definition.kind === 'trajectories' ? definition.weightsFrom : undefined;
  return source === undefined ? dataset : openDataset(findDataset(source));
}

/** The same files, each read once. */
function keepFiles(source: WeightSource): WeightSource {
  const files = new Map<string, ReturnType<WeightSource['read']>>();
  return {
    location: source.location,
    read(name) {
      const file = files.get(name) ?? source.read(name);
      files.set(name, file);
      return file;
    },
  };
}
