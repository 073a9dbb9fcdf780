/** The paper's grid-based fusion in the Tokyo-style town: a probability map of every site, fed either way. */
import type { InputKind } from '../../estimators/site-inputs/weights-name.ts';
import type { GridFusionExperiment } from '../site-experiment.ts';
import { TOKYO_ADAM, TOKYO_DATA, TOKYO_ENCODER } from './tokyo-settings.ts';

/** The published runs. */
export const TOKYO_GRID_FUSION: readonly GridFusionExperiment[] = (
  [
    { input: 'measured', seed: 4141, batchSize: 256, peak: 2e-3, totalSteps: 2000 },
    { input: 'fingerprint', seed: 4142, batchSize: 128, peak: 1e-3, totalSteps: 3000 },
  ] as const satisfies readonly { input: InputKind; [setting: string]: unknown }[]
).map(({ input, seed, batchSize, peak, totalSteps }) => ({
  ...{ estimator: 'grid-fusion', ...TOKYO_DATA, input, pitch: 4 },
  shape: { encoder: TOKYO_ENCODER, code: 64 },
  loop: {
    ...{ seed, batchSize },
    schedule: { kind: 'cosine', peak, warmup: 200, totalSteps },
    adam: TOKYO_ADAM,
    loss: 'site-maps',
    validateEvery: 500,
  },
  description:
    'Under every site a residual network reads what that site received and answers with a probability for every cell of four ' +
    'metres where users may be; the maps of all sites that hear the user are multiplied, and the middle of the highest peak is the fix.',
  trials: [],
}));
