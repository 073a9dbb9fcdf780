/** DiffLoc-UNet in the Tokyo-style town, fed either way: the denoisers grow on the trained encoders of the density network. */
import type { InputKind } from '../../estimators/site-inputs/weights-name.ts';
import type { DiffLocExperiment } from '../site-experiment.ts';
import { TOKYO_ADAM, TOKYO_DATA, TOKYO_DENOISER } from './tokyo-settings.ts';

/** The published runs. */
export const TOKYO_DIFFLOC_UNET: readonly DiffLocExperiment[] = (
  [
    {
      ...{ input: 'measured', seed: 4121, batchSize: 256 },
      trials: [
        {
          settings:
            "noise preconditioned by the town's deviation, the encoders learning on, 2,000 steps on 73,432 positions",
          result: 'on the test users: mean 0.985 m, median 0.274 m',
        },
        {
          settings: 'peak rate 1e-3, on 121,052 positions, without the known places',
          result: 'on the test users: mean 0.888 m, median 0.203 m',
        },
        {
          settings:
            'the same with the known places, by densities as sure as they were of known users, with errors that pull however large they are',
          result: 'diverged at step 452, and at half the rate at step 815',
        },
        {
          settings: 'as it is now, on densities that were trained before the drives were among the known places',
          result: 'on the test users: mean 0.459 m, median 0.079 m, 90 % 0.483 m',
        },
      ],
    },
    { input: 'fingerprint', seed: 4122, batchSize: 128, trials: [] },
  ] as const satisfies readonly { input: InputKind; [setting: string]: unknown }[]
).map(({ input, seed, batchSize, trials }) => ({
  ...{ estimator: 'diffloc-unet', ...TOKYO_DATA, input, shape: TOKYO_DENOISER, startsFrom: 'site-product' },
  loop: {
    ...{ seed, batchSize },
    schedule: { kind: 'cosine', peak: 3e-4, warmup: 200, totalSteps: 1000 },
    adam: TOKYO_ADAM,
    loss: 'site-denoising',
    validateEvery: 500,
  },
  description:
    'Under every site a conditional diffusion over x and y in EDM form, on the code of what that site knows; two hundred ' +
    'steps of the reverse diffusion, along the sum of the scores of all sites that hear the user. The noise is preconditioned by ' +
    "each site's own density in the place of the whole town's: a denoiser that has learnt nothing is that of the density. What the " +
    'density network has learnt stays as it is.',
  trials,
}));
