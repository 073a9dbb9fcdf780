/** The recipe of what is ours: the network that corrects the geometric fix. */
import { ADAM_DEFAULTS } from '../adam.ts';
import type { Experiment } from '../experiment.ts';
import { MOVES } from './settings.ts';
import type { SettingId } from './settings.ts';

/** Steps of a run, all with one cosine. */
const STEPS = 2000;

/** The training of `pe-msrn-plus` in one setting. */
export function plusExperiment(dataset: SettingId): Experiment {
  const { reach, largestError } = MOVES[dataset];
  return {
    estimator: 'pe-msrn-plus',
    dataset,
    draws: 16,
    encoding: { kind: 'geometric', order: 8 },
    architecture: { baseWidth: 128, dropout: 0 },
    // A full pitch makes users of the three heights of a grid uniform in height, as those are who will be looked for.
    move: { reach: [2 * reach[0], 2 * reach[1], 2 * reach[2]], largestError, nearRange: 0 },
    loop: {
      seed: 1,
      batchSize: 256,
      schedule: { kind: 'cosine', peak: 2e-3, warmup: 200, totalSteps: STEPS },
      adam: { ...ADAM_DEFAULTS, l2: 1e-5, averageDecay: 0.998 },
      loss: 'distance',
      validateEvery: 100,
    },
    description:
      'Ours. Fed what geometry makes of the report (apparent position, the fix inside the region, the power over free space, range) and eight integer harmonics of both angles; dense layer, three dense residual blocks; three metres of correction to the TOA + AOA fix inside the region, which is what it answers before training.',
    departures: [
      'Not the paper’s network: it predicts the correction to the geometric fix instead of the position.',
      'Integer harmonics sin(mθ), cos(mθ), m = 1 … 8, instead of the printed frequencies, which jump at ±π and mostly encode noise.',
      'No batch normalisation: a rare report then meets the same network in training and in use.',
      'The loss is the mean Euclidean distance.',
      'Every training report is moved to a random position within one grid pitch, keeping its measured error against the line of sight (training positions and the known site position only; nothing is traced anew).',
      'The answer is held to the region that users keep to.',
    ],
    trials: [],
  };
}
