/** From an experiment and what is kept of its users' links to everything that the loop needs. */
import type * as tf from '@tensorflow/tfjs-core';
import type { OpenDataset, TrajectoriesDefinition } from '../datasets/definition.ts';
import { encodeModel } from '../estimators/weights/format.ts';
import type { ModelFiles } from '../estimators/weights/format.ts';
import { positionErrors } from '../evaluation/errors.ts';
import { errorMetrics } from '../evaluation/metrics.ts';
import type { Validation } from './checkpoint.ts';
import { consistencyTask } from './consistency-task.ts';
import { gridTask, regressionTask } from './baseline-tasks.ts';
import type { TrainingLinks } from './fed-users.ts';
import { prepareFedData } from './fed-users.ts';
import type { SiteExperiment } from './site-experiment.ts';
import type { SiteTask } from './site-tasks.ts';
import { denoisingTask, densityTask } from './site-tasks.ts';

/** A network and its data, ready for `trainNetwork`. */
export interface PreparedSiteExperiment extends SiteTask {
  /** Errors on the validation split with the model's present weights, metres. */
  validate(this: void): Promise<Validation>;
  /** The model's present weights as files. */
  encode(this: void): Promise<ModelFiles[]>;
}

/**
 * Builds the network of an experiment and fits the statistics of its inputs.
 *
 * @param links what is kept of the training and the validation users, as the experiment's input asks for
 * @param validationStride every how-manieth validation user is looked at along the way
 */
export function prepareSiteExperiment(
  experiment: SiteExperiment,
  dataset: OpenDataset<TrajectoriesDefinition>,
  links: TrainingLinks,
  validationStride = 4,
): PreparedSiteExperiment {
  const task = createTask(experiment, dataset, links, validationStride);
  return {
    ...task,
    async validate() {
      const { estimates, truth } = await task.look();
      const metrics = errorMetrics(positionErrors(estimates, truth, 2));
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
      return encodeModel(artifacts, await task.describe());
    },
  };
}

/** All that tells the trainings apart. */
function createTask(
  experiment: SiteExperiment,
  dataset: OpenDataset<TrajectoriesDefinition>,
  links: TrainingLinks,
  stride: number,
): SiteTask {
  const data = prepareFedData(experiment.estimator, dataset, links, stride);
  switch (experiment.estimator) {
    case 'site-product':
      return densityTask(experiment, data);
    case 'diffloc-unet':
      return denoisingTask(experiment, data);
    case 'diffloc-ct':
      return consistencyTask(experiment, data);
    case 'regression':
      return regressionTask(experiment, data);
    case 'grid-fusion':
      return gridTask(experiment, data);
    default:
      return experiment satisfies never;
  }
}
