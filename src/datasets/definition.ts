/** What a dataset of the PE-MSRN scenarios is: a scene, a radio, and users split by position. */
import type { RadioConfiguration } from '../channel/radio.ts';
import { sha256 } from '../numerics/hash.ts';
import { createRandom } from '../numerics/random.ts';
import { DEFAULT_TRACE } from '../propagation/trace.ts';
import { buildScene } from '../scene/registry.ts';
import type { Bounds, Scene } from '../scene/scene.ts';
import type { Site } from '../scene/sites.ts';
import { gridUsers, randomUsers } from '../scene/user-sets.ts';
import type { GridLayout } from '../scene/user-sets.ts';
import type { UserTable } from '../scene/users.ts';

/** The three parts; no position is in two of them. */
export type Split = 'training' | 'validation' | 'test';

/** Ids of the datasets that exist. */
export type DatasetId = 's3-3d';

/** Everything that determines a dataset. */
export interface DatasetDefinition {
  readonly id: DatasetId;
  readonly title: string;
  readonly sceneId: string;
  /** Index of the site that measures. */
  readonly site: number;
  readonly radio: RadioConfiguration;
  /** Coordinates that an estimator has to find. */
  readonly dimensions: 2 | 3;
  /** Where users may be. */
  readonly region: Bounds;
  /** Training positions. */
  readonly grid: GridLayout;
  /** Noise draws cached for every training position. */
  readonly trainingDraws: number;
  /** Seeds of the random positions, and how many there are. */
  readonly validation: { readonly count: number; readonly seed: number };
  readonly test: { readonly count: number; readonly seed: number };
  /** SNR is drawn uniformly from this range, decibels. */
  readonly snrDb: readonly [minimum: number, maximum: number];
  /** Seed of all SNR draws and noise. */
  readonly noiseSeed: number;
}

/** A dataset with its scene built. */
export interface OpenDataset {
  readonly definition: DatasetDefinition;
  readonly scene: Scene;
  readonly site: Site;
}

/** Builds the scene of a dataset. */
export function openDataset(definition: DatasetDefinition): OpenDataset {
  const scene = buildScene(definition.sceneId);
  return { definition, scene, site: scene.sites[definition.site] };
}

/**
 * The users of a split: the grid for training, seeded random positions for the other two.
 *
 * @param count how many of the random ones; the first of them are the same whatever the count
 */
export function datasetUsers(dataset: OpenDataset, split: Split, count?: number): UserTable {
  const { definition, scene } = dataset;
  switch (split) {
    case 'training':
      return gridUsers(scene, definition.region, definition.grid);
    case 'validation':
    case 'test': {
      const set = definition[split];
      return randomUsers(scene, definition.region, count ?? set.count, createRandom(set.seed));
    }
    default:
      return split satisfies never;
  }
}

/** Content hash of a dataset (16 hexadecimal digits): scene, site, radio, tracing, seeds and all users' positions. */
export function hashDataset(dataset: OpenDataset): string {
  const { definition, scene, site } = dataset;
  const { title, ...determining } = definition;
  void title; // a better title is the same dataset
  // How the tracer works does not belong here, only which paths it is asked for.
  const { maximumReflections, dynamicRangeDb, maximumPaths } = DEFAULT_TRACE;
  const digest = sha256(
    JSON.stringify([
      determining,
      site,
      { maximumReflections, dynamicRangeDb, maximumPaths },
      scene.objects,
      scene.materials,
    ]),
    scene.mesh.positions,
    scene.mesh.indices,
    scene.mesh.objectOfTriangle,
    datasetUsers(dataset, 'training').positions,
    datasetUsers(dataset, 'validation').positions,
    datasetUsers(dataset, 'test').positions,
  );
  return digest.slice(0, 16);
}
