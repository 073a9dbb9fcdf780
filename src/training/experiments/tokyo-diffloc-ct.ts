/** DiffLoc-CT in the Tokyo-style town, fed either way: the trained denoisers, tuned until they agree along their way. */
import type { InputKind } from '../../estimators/site-inputs/weights-name.ts';
import type { ConsistencyExperiment } from '../site-experiment.ts';
import { TOKYO_ADAM, TOKYO_DATA, TOKYO_DENOISER } from './tokyo-settings.ts';

/** The published runs. */
export const TOKYO_DIFFLOC_CT: readonly ConsistencyExperiment[] = (
  [
    {
      ...{ input: 'measured', seed: 4151, batchSize: 256 },
      trials: [
        {
          settings:
            "3,000 steps, noise preconditioned by the town's deviation, on the 42,000 positions of `tokyo-streets` alone",
          result: 'on the test users: mean 2.897 m, 1.51 times that of those denoisers in 200 steps',
        },
        {
          settings: '1,500 steps of the same, on 73,432 positions',
          result:
            'mean 1.857 m, 1.88 times; the first step, from nothing but noise, was 3.5 m off in the middle, for an answer of hundreds of ' +
            'metres has to be right to decimetres there',
        },
        {
          settings: 'as it is now, on 121,052 positions, without the known places',
          result: 'on the test users: mean 0.781 m, 0.88 times that of those denoisers in 200 steps',
        },
      ],
    },
    { input: 'fingerprint', seed: 4152, batchSize: 128, trials: [] },
  ] as const satisfies readonly { input: InputKind; [setting: string]: unknown }[]
).map(({ input, seed, batchSize, trials }) => ({
  ...{ estimator: 'diffloc-ct', ...TOKYO_DATA, input, shape: TOKYO_DENOISER, startsFrom: 'diffloc-unet' },
  loop: {
    ...{ seed, batchSize },
    schedule: { kind: 'cosine', peak: 5e-4, warmup: 100, totalSteps: 1500 },
    adam: TOKYO_ADAM,
    loss: 'site-consistency',
    validateEvery: 500,
  },
  description:
    'The network of DiffLoc-UNet, tuned from its weights so that every point on the way from noise to a user is answered with the ' +
    'same position; two steps of every site that hears the user, fused by precision after each.',
  trials,
}));
