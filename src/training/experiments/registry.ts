/** Every published training: the paper's eight networks and ours, in the paper's five settings. */
import { LabError } from '../../errors/lab-error.ts';
import type { Experiment } from '../experiment.ts';
import { NETWORK_IDS } from '../networks.ts';
import { plusExperiment } from './plus.ts';
import { printedExperiment } from './printed.ts';
import { S3_2D_PE_MSRN } from './s3-2d-pe-msrn.ts';
import { S3_3D_PE_MSRN } from './s3-3d-pe-msrn.ts';
import { SETTING_IDS } from './settings.ts';

/** Trainings that differ from their network's recipe. */
const SPECIAL: readonly Experiment[] = [S3_2D_PE_MSRN, S3_3D_PE_MSRN];

/** The table. */
export const EXPERIMENTS: readonly Experiment[] = SETTING_IDS.flatMap((dataset) =>
  NETWORK_IDS.map(
    (estimator) =>
      SPECIAL.find((special) => special.dataset === dataset && special.estimator === estimator) ??
      (estimator === 'pe-msrn-plus' ? plusExperiment(dataset) : printedExperiment(estimator, dataset)),
  ),
);

/**
 * Finds an experiment by "<dataset id>/<estimator id>".
 *
 * @throws LabError 'unknown-id' that lists what there is
 */
export function findExperiment(name: string): Experiment {
  const label = (experiment: Experiment): string => `${experiment.dataset}/${experiment.estimator}`;
  const found = EXPERIMENTS.find((experiment) => label(experiment) === name);
  if (found) return found;
  throw new LabError(
    'unknown-id',
    `There is no training "${name}".`,
    `Choose one of: ${EXPERIMENTS.map(label).join(', ')}.`,
  );
}
