/** The paper's supervised regression in the Tokyo-style town: one network before all sites, fed either way. */
import type { InputKind } from '../../estimators/site-inputs/weights-name.ts';
import type { RegressionExperiment } from '../site-experiment.ts';
import { TOKYO_ADAM, TOKYO_DATA, TOKYO_ENCODER } from './tokyo-settings.ts';

/** The published runs. */
export const TOKYO_REGRESSION: readonly RegressionExperiment[] = (
  [
    {
      ...{ input: 'measured', seed: 4131, batchSize: 256, peak: 2e-3, totalSteps: 4000 },
      trials: [
        {
          settings: 'the same, on the 42,000 positions of `tokyo-streets` alone',
          result: 'on the test users: mean 2.066 m, median 0.831 m',
        },
        {
          settings: 'the same, on 121,052 positions, without the known places',
          result: 'on the test users: mean 1.441 m, median 0.712 m',
        },
      ],
    },
    { input: 'fingerprint', seed: 4132, batchSize: 128, peak: 1e-3, totalSteps: 3000, trials: [] },
  ] as const satisfies readonly { input: InputKind; [setting: string]: unknown }[]
).map(({ input, seed, batchSize, peak, totalSteps, trials }) => ({
  ...{ estimator: 'regression', ...TOKYO_DATA, input },
  shape: { encoder: TOKYO_ENCODER, joint: { units: 256, blocks: 2 } },
  loop: {
    ...{ seed, batchSize },
    schedule: { kind: 'cosine', peak, warmup: 200, totalSteps },
    adam: TOKYO_ADAM,
    loss: 'distance',
    validateEvery: 500,
  },
  description:
    'Under every site a residual network reads what that site received; another one reads the codes of all sites and answers with ' +
    'one position, trained on its distance to the truth.',
  trials,
}));
