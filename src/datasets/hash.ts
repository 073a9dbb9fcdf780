/** Names of content: two datasets of one hash have the same users, scene, radio and paths. */
import { sha256 } from '../numerics/hash.ts';
import type { Scene } from '../scene/scene.ts';
import type { DatasetDefinition, OpenDataset } from './definition.ts';
import { pathRequest } from './definition.ts';
import { allUsers, datasetUsers } from './users.ts';

const DIGITS = 16;

/** Content hash of a dataset (16 hexadecimal digits): scene, sites, radio, tracing, seeds and all users. */
export function hashDataset(dataset: OpenDataset<DatasetDefinition>): string {
  const { definition, scene, sites } = dataset;
  const { title, kind, ...determining } = definition;
  void title; // a better title is the same dataset
  const world = [scene.mesh.positions, scene.mesh.indices, scene.mesh.objectOfTriangle] as const;
  switch (kind) {
    case 'positions': {
      const { maximumReflections, dynamicRangeDb, maximumPaths } = pathRequest(definition);
      const paths = { maximumReflections, dynamicRangeDb, maximumPaths };
      return sha256(
        JSON.stringify([determining, sites[0], paths, scene.objects, scene.materials]),
        ...world,
        datasetUsers(dataset, 'training').positions,
        datasetUsers(dataset, 'validation').positions,
        datasetUsers(dataset, 'test').positions,
      ).slice(0, DIGITS);
    }
    case 'trajectories': {
      const { positions, velocities, times, trajectories, splits } = allUsers(dataset);
      return sha256(
        JSON.stringify([determining, sites, pathRequest(definition), scene.objects, scene.materials]),
        ...world,
        ...[positions, velocities, times, trajectories, splits],
      ).slice(0, DIGITS);
    }
    default:
      return kind satisfies never;
  }
}

/** Content hash of a scene alone: triangles, objects and materials. */
export function hashScene({ mesh, objects, materials }: Scene): string {
  const words = JSON.stringify([objects, materials]);
  return sha256(words, mesh.positions, mesh.indices, mesh.objectOfTriangle).slice(0, DIGITS);
}
