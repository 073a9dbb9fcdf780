/**
 * The estimators of an open scene. Weights are fetched when an estimator is first asked for, once, and loaded again as often as
 * the device is replaced.
 */
import { openDataset, type DatasetDefinition, type OpenDataset } from '../datasets/definition.ts';
import { hashDataset } from '../datasets/hash.ts';
import { findDataset } from '../datasets/registry.ts';
import { LabError, toLabError } from '../errors/lab-error.ts';
import type { Estimator } from '../estimators/estimator.ts';
import { checkNeeds, ESTIMATORS, findEstimator, weightsPlace, type EstimatorId } from '../estimators/registry.ts';
import { fetchWeights, type WeightSource } from '../estimators/weights/source.ts';
import { checkTrainedOn } from '../estimators/weights/trained-on.ts';
import type { Progress } from './base.ts';
import type { OnDevice } from './device.ts';

/** Who hears of downloads, and who ends them. */
export interface Downloads {
  /** Bytes of each file as they arrive. */
  readonly emit: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/** Weights that lie beside the page: datasets that each estimator was trained for, by its id. */
export type ShippedWeights = Readonly<Record<string, readonly string[] | undefined>>;

/** See the file's head. */
export interface LoadedEstimators extends OnDevice {
  /** One that was asked for and could be loaded, whether or not it can run before the present sites. */
  get(id: EstimatorId): Estimator | undefined;
  /** Why one cannot be loaded, or an empty string; known of missing weights at once, of broken ones when they were tried. */
  refusal(id: EstimatorId): string;
  /** Asks for estimators; `load` or `loadNew` then loads them. Those that were asked for before stay. */
  ask(ids: readonly EstimatorId[], downloads: Downloads): void;
  /** Loads those that were asked for since the latest load. */
  loadNew(): Promise<void>;
  /**
   * Takes over a network that was trained here, in place of the one before.
   *
   * @throws LabError 'bad-file' or 'missing-weights' for one that is broken, or of another dataset; the one before then stays
   */
  adopt(source: WeightSource): Promise<void>;
  /** Frees what all of them hold. */
  dispose(): void;
}

/**
 * Prepares the estimators of a dataset, or of a scene without one; nothing is loaded yet.
 *
 * @param sites number of sites when the scene is opened: weights for another number are not fetched
 * @param assetBase the address that weights lie under
 * @param shipped what lies there
 * @param own the network that was trained here before, or null
 */
export function createEstimators(
  dataset: OpenDataset<DatasetDefinition> | null,
  sites: number,
  assetBase: string,
  shipped: ShippedWeights,
  own: WeightSource | null = null,
): LoadedEstimators {
  const loaded = new Map<EstimatorId, Estimator>();
  const asked = new Set<EstimatorId>();
  const refusals = new Map<EstimatorId, string>();
  const origin = dataset && trainingDataset(dataset);
  const sources = new Map<EstimatorId, WeightSource>();
  /** The same by their addresses: what lies beside several is fetched once. */
  const folders = new Map<string, WeightSource>();
  let downloads: Downloads | null = null;
  // Takes a part of a second, so it waits until there are weights to check.
  let hash: string | undefined;

  for (const { id, title, trained } of ESTIMATORS) {
    if (!trained || !origin) continue;
    const { estimator, name } = weightsPlace(findEstimator(id), origin.definition.id);
    if (id === 'own') {
      if (own) sources.set(id, own);
      else
        refusals.set(id, `Nothing was trained in this browser on ${dataset.definition.title} yet: “Train” begins it.`);
    } else if (!shipped[estimator]?.includes(name)) {
      refusals.set(id, `${title} has no weights for ${dataset.definition.title} yet.`);
    }
  }

  const sourceOf = (id: EstimatorId, title: string, folder: string): WeightSource => {
    const known = sources.get(id);
    if (known) return known;
    const onBytes = (_file: string, done: number, total: number): void =>
      downloads?.emit({ stage: `${title} weights`, done, total, unit: 'bytes' });
    const open = (url: URL): WeightSource => {
      const { href } = url;
      const kept = folders.get(href);
      if (kept) return kept;
      const source = keepFiles(
        fetchWeights(href, onBytes, () => downloads?.signal),
        (path) => open(new URL(path, href)),
      );
      folders.set(href, source);
      return source;
    };
    const source = open(new URL(folder, assetBase));
    sources.set(id, source);
    return source;
  };

  /** Loads weights and checks that they are of this dataset. */
  const loadFrom = async (
    { load }: ReturnType<typeof findEstimator>,
    source: WeightSource,
    origin: OpenDataset<DatasetDefinition>,
  ): Promise<Estimator> => {
    const estimator = await load(source);
    try {
      hash ??= hashDataset(origin);
      checkTrainedOn(estimator, { id: origin.definition.id, hash }, source.location);
    } catch (cause) {
      estimator.dispose();
      throw cause;
    }
    return estimator;
  };

  const loadOne = async (id: EstimatorId): Promise<Estimator | null> => {
    const entry = findEstimator(id);
    if (!entry.trained) return entry.load(null);
    if (!origin) return null;
    checkNeeds(entry, { sites, tracks: false, channels: true, fixes: true });
    const { estimator, name } = weightsPlace(entry, origin.definition.id);
    return loadFrom(entry, sourceOf(id, entry.title, `models/${estimator}/${name}/`), origin);
  };

  const loadNew = async (): Promise<void> => {
    for (const id of asked) {
      if (loaded.has(id) || refusals.has(id)) continue;
      try {
        const estimator = await loadOne(id);
        if (estimator) loaded.set(id, estimator);
      } catch (cause) {
        const { code, message, hint } = toLabError(cause);
        if (code === 'cancelled') throw cause;
        refusals.set(id, `${message} ${hint}`);
      }
    }
  };

  const dispose = (): void => {
    for (const estimator of loaded.values()) estimator.dispose();
    loaded.clear();
  };

  return {
    get: (id) => loaded.get(id),
    refusal: (id) => refusals.get(id) ?? '',
    dispose,
    ask(ids, listeners) {
      downloads = listeners;
      for (const id of ids) asked.add(id);
    },
    loadNew,
    async adopt(source) {
      if (!origin) {
        throw new LabError(
          'unsupported',
          'This scene was brought along and has no training.',
          'Open a built-in scene.',
        );
      }
      const estimator = await loadFrom(findEstimator('own'), source, origin);
      loaded.get('own')?.dispose();
      loaded.set('own', estimator);
      asked.add('own');
      sources.set('own', source);
      refusals.delete('own');
    },
    load() {
      dispose();
      return loadNew();
    },
  };
}

/** The dataset that a dataset's weights come from. */
function trainingDataset(dataset: OpenDataset<DatasetDefinition>): OpenDataset<DatasetDefinition> {
  const { definition } = dataset;
  const source = definition.kind === 'trajectories' ? definition.weightsFrom : undefined;
  return source === undefined ? dataset : openDataset(findDataset(source));
}

/** The same files, each read once; one that could not be read is read anew. */
function keepFiles(source: WeightSource, beside: WeightSource['beside']): WeightSource {
  const files = new Map<string, ReturnType<WeightSource['read']>>();
  return {
    location: source.location,
    read(name) {
      const known = files.get(name);
      if (known) return known;
      const file = source.read(name);
      files.set(name, file);
      file.catch(() => files.delete(name));
      return file;
    },
    beside,
  };
}
