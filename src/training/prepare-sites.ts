/** From an experiment and the features of its users' links to everything that the loop needs. */
import type * as tf from '@tensorflow/tfjs-core';
import type { OpenDataset, TrajectoriesDefinition } from '../datasets/definition.ts';
import type { LinkFeatures } from '../datasets/link-features.ts';
import { encodeModel } from '../estimators/weights/format.ts';
import type { ModelFiles } from '../estimators/weights/format.ts';
import { positionErrors } from '../evaluation/errors.ts';
import { errorMetrics } from '../evaluation/metrics.ts';
import type { Validation } from './checkpoint.ts';
import { prepareSiteData } from './site-data.ts';
import type { SiteExperiment } from './site-experiment.ts';
import type { SiteTask } from './site-tasks.ts';
import { createSiteTask } from './site-tasks.ts';

/** A network and its data, ready for `trainNetwork`. */
export interface PreparedSiteExperiment extends SiteTask {
  /** Training users that a site hears. */
  readonly users: number;
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
  const data = prepareSiteData(dataset, training, validation, validationStride);
  const task = createSiteTask(experiment, data);
  return {
    ...task,
    users: data.known.count,
    async validate() {
      const metrics = errorMetrics(positionErrors(await task.locate(data.seen), data.seen.positions, 2));
      return { score: metrics.mean_m ?? Infinity, metrics };
    },
    async encode() {
      let artifacts: tf.io.ModelArtifacts | undefined;
      await task.model.save({
        save: (saved) => {
          artifacts = saved;
          return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
        },
      });
      if (!artifacts) throw new Error('the model gave nothing to save');
      return encodeModel(artifacts, task.metadata);
    },
  };
}
