/** Every published training, one line each. */
import { LabError } from '../../errors/lab-error.ts';
import type { Experiment } from '../experiment.ts';
import { S3_3D_PE_MSRN } from './s3-3d-pe-msrn.ts';

/** The table. */
export const EXPERIMENTS: readonly Experiment[] = [S3_3D_PE_MSRN];

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
