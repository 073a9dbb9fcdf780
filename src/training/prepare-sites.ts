/** From an experiment and the features of its users' links to everything that the loop needs. */
import type * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import type { OpenDataset, TrajectoriesDefinition } from '../datasets/definition.ts';
import { hashDataset } from '../datasets/hash.ts';
import type { LinkFeatures } from '../datasets/link-features.ts';
import { coordinateFrame } from '../estimators/coordinates.ts';
import { encodeLinks, fitLinkStatistics, isHeard, SITE_INPUT_WIDTH } from '../estimators/per-site/encoding.ts';
import type { SiteMetadata } from '../estimators/per-site/metadata.ts';
import { createSiteProduct } from '../estimators/site-product/estimator.ts';
import { buildDensityNetwork } from '../estimators/site-product/network.ts';
import { encodeModel } from '../estimators/weights/format.ts';
import type { ModelFiles } from '../estimators/weights/format.ts';
import { positionErrors } from '../evaluation/errors.ts';
import { errorMetrics } from '../evaluation/metrics.ts';
import { LINK_FEATURE_WIDTH } from '../features/taps/link-features.ts';
import type { RandomGenerator } from '../numerics/random.ts';
import type { Bounds } from '../scene/scene.ts';
import type { Validation } from './checkpoint.ts';
import { densityTargets } from './density-loss.ts';
import type { Batch } from './loop.ts';
import type { SiteExperiment } from './site-experiment.ts';

/** A network and its data, ready for `trainNetwork`. */
export interface PreparedSiteExperiment {
  readonly model: layers.LayersModel;
  readonly metadata: SiteMetadata;
  /** Training users that a site hears. */
  readonly users: number;
  nextBatch(this: void, random: RandomGenerator, size: number): Batch;
  /** Errors on the validation split with the model's present weights, metres. */
  validate(this: void): Promise<Validation>;
  /** The model's present weights as files. */
  encode(this: void): Promise<ModelFiles[]>;
}

/**
 * Builds the network of an experiment and fits the statistics of its inputs.
 *
 * @param validationStride every how-manieth validation user is looked at along the way
 */
export function prepareSiteExperiment(
  experiment: SiteExperiment,
  dataset: OpenDataset<TrajectoriesDefinition>,
  training: LinkFeatures,
  validation: LinkFeatures,
  validationStride = 4,
): PreparedSiteExperiment {
  const { sites } = dataset;
  const coordinates = coordinateFrame(extentOf(training.users.positions));
  const statistics = fitLinkStatistics(training.rows);
  const metadata: SiteMetadata = {
    estimator: experiment.estimator,
    dataset: experiment.dataset,
    datasetHash: hashDataset(dataset),
    sites: sites.length,
    statistics: { mean: [...statistics.mean], standardDeviation: [...statistics.standardDeviation] },
    coordinates: { centre: [...coordinates.centre], scale: coordinates.scale },
  };
  const known = thinOut(training, sites.length, 1);
  const inputs = encodeLinks(known.rows, sites, known.heights, metadata);
  const targets = densityTargets(known.positions, coordinates.centre, heardBy(known.rows, sites.length));
  const inputWidth = sites.length * SITE_INPUT_WIDTH;
  const targetWidth = targets.length / known.count;
  const model = buildDensityNetwork(sites.length, coordinates.scale, experiment.encoder);
  const seen = thinOut(validation, sites.length, validationStride);
  const estimator = createSiteProduct(model, metadata);
  return {
    model,
    metadata,
    users: known.count,
    nextBatch(random, size) {
      const batch = { inputs: new Float32Array(size * inputWidth), targets: new Float32Array(size * targetWidth) };
      for (let i = 0; i < size; i++) {
        const user = Math.floor(random.uniform() * known.count);
        batch.inputs.set(inputs.subarray(user * inputWidth, (user + 1) * inputWidth), i * inputWidth);
        batch.targets.set(targets.subarray(user * targetWidth, (user + 1) * targetWidth), i * targetWidth);
      }
      return batch;
    },
    async validate() {
      const fixes = await estimator.locate(seen.rows, sites, seen.heights);
      const metrics = errorMetrics(positionErrors(fixes, seen.positions, 2));
      return { score: metrics.mean_m ?? Infinity, metrics };
    },
    async encode() {
      let artifacts: tf.io.ModelArtifacts | undefined;
      await model.save({
        save: (saved) => {
          artifacts = saved;
          return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
        },
      });
      if (!artifacts) throw new Error('the model gave nothing to save');
      return encodeModel(artifacts, metadata);
    },
  };
}

/** Users that a site hears, every `stride`-th of them. */
function thinOut(
  { users, rows }: LinkFeatures,
  sites: number,
  stride: number,
): { count: number; rows: Float32Array; positions: Float64Array; heights: Float64Array } {
  const heard = heardBy(rows, sites);
  const chosen = Array.from({ length: users.count }, (_, user) => user)
    .filter((user) => heard[user].some(Boolean))
    .filter((_, i) => i % stride === 0);
  const width = sites * LINK_FEATURE_WIDTH;
  const kept = new Float32Array(chosen.length * width);
  chosen.forEach((user, i) => kept.set(rows.subarray(user * width, (user + 1) * width), i * width));
  return {
    count: chosen.length,
    rows: kept,
    positions: Float64Array.from(
      chosen.flatMap((user) => Array.from(users.positions.subarray(3 * user, 3 * user + 3))),
    ),
    heights: Float64Array.from(chosen, (user) => users.positions[3 * user + 2]),
  };
}

/** Which sites hear which user. */
function heardBy(rows: Float32Array, sites: number): boolean[][] {
  const users = rows.length / sites / LINK_FEATURE_WIDTH;
  return Array.from({ length: users }, (_, user) =>
    Array.from({ length: sites }, (__, site) => isHeard(rows.subarray((user * sites + site) * LINK_FEATURE_WIDTH))),
  );
}

function extentOf(positions: Float64Array): Bounds {
  const minimum: [number, number, number] = [Infinity, Infinity, Infinity];
  const maximum: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  positions.forEach((value, i) => {
    minimum[i % 3] = Math.min(minimum[i % 3], value);
    maximum[i % 3] = Math.max(maximum[i % 3], value);
  });
  return { minimum, maximum };
}
