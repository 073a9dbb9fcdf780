/** Names of content: two datasets of one hash have the same users, scene, radio and paths. */
import { sha256 } from '../numerics/hash.ts';
import type { Scene } from '../scene/scene.ts';
import type { DatasetDefinition, OpenDataset } from './definition.ts';
import { pathRequest } from './definition.ts';
import { allUsers, datasetUsers } from './users.ts';

const DIGITS = 16;

/** Digits that count of a number among words: engines differ in the last ones of a sine or a power. */
const PRECISION = 9;

/** The same of metres, metres per second and seconds: millionths count. */
const PARTS = 1e6;

/** Content hash of a dataset (16 hexadecimal digits): scene, sites, radio, tracing, seeds and all users. */
export function hashDataset(dataset: OpenDataset<DatasetDefinition>): string {
  const { definition, scene, sites } = dataset;
  const { title, kind, ...determining } = definition;
  void title; // a better title is the same dataset
  switch (kind) {
    case 'positions': {
      const { maximumReflections, dynamicRangeDb, maximumPaths } = pathRequest(definition);
      const paths = { maximumReflections, dynamicRangeDb, maximumPaths };
      return sha256(
        JSON.stringify([determining, sites[0], paths, scene.objects, scene.materials]),
        ...[scene.mesh.positions, scene.mesh.indices, scene.mesh.objectOfTriangle],
        datasetUsers(dataset, 'training').positions,
        datasetUsers(dataset, 'validation').positions,
        datasetUsers(dataset, 'test').positions,
      ).slice(0, DIGITS);
    }
    case 'trajectories': {
      const { positions, velocities, times, trajectories, splits } = allUsers(dataset);
      // A town is drawn with sines, so its numbers are rounded: a browser has to find the name that the terminal wrote.
      return sha256(
        JSON.stringify([determining, sites, pathRequest(definition), scene.objects, scene.materials], settleNumber),
        ...[settle(scene.mesh.positions), scene.mesh.indices, scene.mesh.objectOfTriangle],
        ...[settle(positions), settle(velocities), settle(times), trajectories, splits],
      ).slice(0, DIGITS);
    }
    default:
      return kind satisfies never;
  }
}

/** Whole numbers of millionths. */
function settle(values: Float64Array): Float64Array {
  // Adding zero makes a zero of a minus zero, whose bytes differ.
  return values.map((value) => Math.round(value * PARTS) + 0);
}

function settleNumber(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(PRECISION)) : value;
}

/** Content hash of a scene alone: triangles, objects and materials. */
export function hashScene({ mesh, objects, materials }: Scene): string {
  const words = JSON.stringify([objects, materials]);
  return sha256(words, mesh.positions, mesh.indices, mesh.objectOfTriangle).slice(0, DIGITS);
}
