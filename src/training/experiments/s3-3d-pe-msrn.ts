/** PE-MSRN in the indoor hall (table 10 of the paper, Algo. 1). */
import { PRINTED_ENCODING } from '../../features/positional-encoding.ts';
import { ADAM_DEFAULTS } from '../adam.ts';
import type { Experiment } from '../experiment.ts';

/** The published run. */
export const S3_3D_PE_MSRN: Experiment = {
  estimator: 'pe-msrn',
  dataset: 's3-3d',
  draws: 16,
  encoding: PRINTED_ENCODING,
  architecture: { baseWidth: 8, dropout: 0 },
  move: { horizontalReach: 1, verticalReach: 0.5, largestError: 3 },
  loop: {
    seed: 1,
    batchSize: 64,
    schedule: { kind: 'cosine', peak: 3e-3, warmup: 100, totalSteps: 8000, restart: { step: 5000, peak: 1.5e-3 } },
    adam: { ...ADAM_DEFAULTS, l2: 1e-6, averageDecay: 0.998 },
    loss: 'distance',
    validateEvery: 200,
  },
  departures: [
    'Base width 8 instead of 64: the residual blocks have 16, 32 and 64 channels; the dense layers keep 512, 256 and 128 units.',
    'No dropout: at this width it hurts.',
    'The loss is the mean Euclidean distance instead of the squared error, because it is what is reported and because it forgives reports that no network can undo.',
    'Every training report is moved to a random position within half a grid pitch, keeping its measured error against the line of sight (training positions and the known site position only; nothing is traced anew).',
    'The learning rate follows a cosine from 3e-3 instead of halving from 1e-3; the weights that are kept are a moving average.',
    'Coordinates share one scale, so that the loss counts a metre of height like a metre of length.',
    'At inference the five raw values are clipped to the training range, widened by 5 %.',
  ],
  trials: [],
};
