/** From an experiment and measured users to everything that the loop needs. */
import type * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import type { OpenDataset } from '../datasets/definition.ts';
import { measureEvaluationSet } from '../datasets/evaluation-set.ts';
import { hashDataset } from '../datasets/hash.ts';
import type { TrainingReports } from '../datasets/training-cache.ts';
import { datasetUsers } from '../datasets/users.ts';
import { coordinateFrame, normalisePositions } from '../estimators/coordinates.ts';
import { buildPeMsrn } from '../estimators/pe-msrn/architecture.ts';
import { createPeMsrn } from '../estimators/pe-msrn/estimator.ts';
import { encodeModel } from '../estimators/weights/format.ts';
import type { ModelFiles, NetworkMetadata } from '../estimators/weights/format.ts';
import { positionErrors } from '../evaluation/errors.ts';
import { errorMetrics } from '../evaluation/metrics.ts';
import { featureImages, imageSide } from '../features/image.ts';
import { clipToTrainingRange, fitFeatureStatistics, normaliseFeatures } from '../features/normalisation.ts';
import { encodeFeatures, featureCount } from '../features/positional-encoding.ts';
import type { RandomGenerator } from '../numerics/random.ts';
import type { Experiment } from './experiment.ts';
import type { Batch } from './loop.ts';
import { createSampler } from './sampler.ts';

/** A network and its data, ready for `trainNetwork`. */
export interface PreparedExperiment {
  readonly model: layers.LayersModel;
  readonly metadata: NetworkMetadata;
  /** Reports that training draws from. */
  readonly reports: number;
  nextBatch(this: void, random: RandomGenerator, size: number): Batch;
  /** Mean error on the validation split with the model's present weights, metres. */
  validate(this: void): Promise<number>;
  /** The model's present weights as files. */
  encode(this: void): Promise<ModelFiles[]>;
}

/**
 * Builds the network of an experiment, fits the statistics, and measures the validation users.
 *
 * @param training measured training users
 * @param validationCount how many validation users; all by default
 */
export function prepareExperiment(
  experiment: Experiment,
  dataset: OpenDataset,
  training: TrainingReports,
  validationCount?: number,
): PreparedExperiment {
  const { encoding } = experiment;
  const { region, dimensions } = dataset.definition;
  const width = featureCount(encoding);
  const side = imageSide(width);
  const statistics = fitFeatureStatistics(training.raw, encoding);
  const coordinates = coordinateFrame(region);
  const architecture = { ...experiment.architecture, imageSide: side };
  const metadata: NetworkMetadata = {
    estimator: experiment.estimator,
    dataset: experiment.dataset,
    datasetHash: hashDataset(dataset),
    encoding,
    statistics: {
      mean: [...statistics.mean],
      standardDeviation: [...statistics.standardDeviation],
      rawMinimum: [...statistics.rawMinimum],
      rawMaximum: [...statistics.rawMaximum],
    },
    coordinates: { centre: [...coordinates.centre], scale: coordinates.scale },
    architecture,
  };
  const sampler = createSampler(
    {
      users: training.users,
      draws: training.draws,
      positions: datasetUsers(dataset, 'training').positions,
      raw: training.raw,
      origin: dataset.site.position,
      region,
    },
    experiment.move,
  );
  const validation = measureEvaluationSet(dataset, {
    split: 'validation',
    protocol: 'held-out',
    seed: experiment.loop.seed,
    count: validationCount,
  });
  const model = buildPeMsrn(architecture);
  const estimator = createPeMsrn(model, metadata);
  return {
    model,
    metadata,
    reports: sampler.reports,
    nextBatch(random, size) {
      const { raw, positions } = sampler.draw(random, size);
      const features = encodeFeatures(clipToTrainingRange(raw, statistics), encoding);
      return {
        inputs: featureImages(normaliseFeatures(features, statistics), width),
        targets: normalisePositions(positions, coordinates),
      };
    },
    async validate() {
      const estimates = await estimator.estimate({
        count: validation.users.count,
        links: validation.links,
      });
      return errorMetrics(positionErrors(estimates, validation.users.positions, dimensions)).mean_m ?? Infinity;
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
