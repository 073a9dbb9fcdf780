/** From an experiment and measured users to everything that the loop needs. */
import type * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import type { OpenDataset } from '../datasets/definition.ts';
import type { EvaluationRequest, EvaluationSet } from '../datasets/evaluation-set.ts';
import { hashDataset } from '../datasets/hash.ts';
import type { TrainingReports } from '../datasets/training-blocks.ts';
import { datasetUsers } from '../datasets/users.ts';
import { coordinateFrame } from '../estimators/coordinates.ts';
import { inputShape } from '../estimators/network/definition.ts';
import type { NetworkDefinition } from '../estimators/network/definition.ts';
import { createNetworkEstimator } from '../estimators/network/estimator.ts';
import { createTargets } from '../estimators/network/targets.ts';
import { encodeModel } from '../estimators/weights/format.ts';
import type { ModelFiles, NetworkMetadata } from '../estimators/weights/format.ts';
import { positionErrors } from '../evaluation/errors.ts';
import { errorMetrics } from '../evaluation/metrics.ts';
import { encodeFeatures, featureCount, hasFix } from '../features/feature-set.ts';
import type { FixReference } from '../features/folded-fix.ts';
import { openMirrors } from '../features/mirrors.ts';
import { featureImages } from '../features/image.ts';
import { clipToTrainingRange, fitFeatureStatistics, normaliseFeatures } from '../features/normalisation.ts';
import type { RandomGenerator } from '../numerics/random.ts';
import type { Vector3 } from '../scene/scene.ts';
import type { Validation } from './checkpoint.ts';
import { completeFeatures } from './experiment.ts';
import type { Experiment } from './experiment.ts';
import type { Batch } from './loop.ts';
import { NETWORKS } from './networks.ts';
import { createSampler } from './sampler.ts';

/** A network and its data, ready for `trainNetwork`. */
export interface PreparedExperiment {
  readonly model: layers.LayersModel;
  readonly metadata: NetworkMetadata;
  /** How many features it reads, and how they are laid out. */
  readonly features: number;
  readonly layout: NetworkDefinition['layout'];
  /** Reports that training draws from. */
  readonly reports: number;
  nextBatch(this: void, random: RandomGenerator, size: number): Batch;
  /** Errors on the validation split with the model's present weights [users], metres; NaN without a fix. */
  errors(this: void): Promise<Float64Array>;
  /** The same in short. */
  validate(this: void): Promise<Validation>;
  /** The model's present weights as files. */
  encode(this: void): Promise<ModelFiles[]>;
}

/** What to measure to validate an experiment's weights. */
export function validationRequest({ loop }: Pick<Experiment, 'loop'>): EvaluationRequest {
  return { split: 'validation', protocol: 'held-out', seed: loop.seed };
}

/** What a validation says of errors, metres; NaN is a user without a fix. */
export function judgeErrors(errors: Float64Array): Validation {
  const metrics = errorMetrics(errors);
  return { score: metrics.mean_m ?? Infinity, metrics };
}

/**
 * Builds the network of an experiment and fits the statistics.
 *
 * @param training measured training users
 * @param validation measured users of the validation split; see `validationRequest`
 */
export function prepareExperiment(
  experiment: Experiment,
  dataset: OpenDataset,
  training: TrainingReports,
  validation: Pick<EvaluationSet, 'users' | 'links'>,
): PreparedExperiment {
  const { architecture } = experiment;
  const { region, dimensions } = dataset.definition;
  const encoding = completeFeatures(experiment.encoding, {
    origin: dataset.site.position,
    scene: dataset.definition.sceneId,
    ...region,
  });
  const network = NETWORKS[experiment.estimator];
  const width = featureCount(encoding);
  const statistics = fitFeatureStatistics(training.raw, encoding);
  const frame = coordinateFrame(region);
  // A correction is small whatever the region: it is learnt in metres.
  const coordinates = hasFix(encoding) ? { ...frame, scale: 1 } : frame;
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
    architecture: { ...architecture },
  };
  const targets = createTargets(metadata);
  const sampler = createSampler(
    {
      users: training.users,
      draws: training.draws,
      positions: datasetUsers(dataset, 'training').positions,
      raw: training.raw,
      origin: dataset.site.position,
      region,
      ...(encoding.kind === 'folded' ? { isInSight: sightFrom(encoding.reference) } : {}),
    },
    experiment.move,
  );
  const model = network.build({ ...architecture, inputShape: inputShape(network, width) });
  const estimator = createNetworkEstimator(network, model, metadata);
  const errors = async (): Promise<Float64Array> => {
    const estimates = await estimator.estimate({ count: validation.users.count, links: validation.links });
    return positionErrors(estimates, validation.users.positions, dimensions);
  };
  return {
    model,
    metadata,
    features: width,
    layout: network.layout,
    reports: sampler.reports,
    nextBatch(random, size) {
      const { raw, positions } = sampler.draw(random, size);
      const clipped = clipToTrainingRange(raw, statistics);
      const features = encodeFeatures(clipped, encoding);
      const normalised = normaliseFeatures(features, statistics);
      return {
        inputs: network.layout === 'image' ? featureImages(normalised, width) : normalised,
        targets: targets.answers(positions, features),
      };
    },
    errors,
    validate: async () => judgeErrors(await errors()),
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

/** What a site sees of its scene. */
function sightFrom({ origin, scene }: FixReference): (point: Vector3) => boolean {
  const { isClear } = openMirrors(scene);
  return (point) => isClear(origin, point);
}
