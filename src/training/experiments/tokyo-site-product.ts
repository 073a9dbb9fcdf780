/** The density network in the Tokyo-style town, fed either way; on measured paths, their anchors and recalled places, the prototype's best recipe. */
import type { InputKind } from '../../estimators/site-inputs/weights-name.ts';
import type { SiteProductExperiment } from '../site-experiment.ts';
import { TOKYO_ADAM, TOKYO_DATA, TOKYO_ENCODER } from './tokyo-settings.ts';

/** The published runs. */
export const TOKYO_SITE_PRODUCT: readonly SiteProductExperiment[] = (
  [
    {
      ...{ input: 'measured', seed: 4111, batchSize: 256, peak: 2e-3, totalSteps: 5000 },
      description:
        'For every site a residual network of its own reads what that site measured and which known places look like that to it, and ' +
        'answers with a Student-t density around a mixture of those places and of the ends of its paths; the product of the densities of all sites that hear the user is searched for its highest peak.',
      trials: [
        {
          settings:
            '160 units, 4,000 steps, six paths a site, users traced without reflections before or after an edge',
          result: 'mean 3.196 m, median 0.512 m of those whom a site then heard, 98 in 100',
        },
        {
          settings: '8,000 steps, trained on the 42,000 positions of `tokyo-streets` alone',
          result:
            'mean 2.687 m, median 0.404 m; two thirds of all error were of the one user in twenty who is farther than 4 m from every ' +
            'training position',
        },
        {
          settings: '10,000 steps, with 32,000 practice positions',
          result: 'on the test users: mean 1.004 m, median 0.222 m, 90 % 1.555 m',
        },
        {
          settings: '10,000 steps, with 80,000 practice positions, without the known places',
          result:
            'on the test users: mean 0.789 m, median 0.180 m, 90 % 1.289 m; alone, a site was 0.77 m off in the middle',
        },
        {
          settings: 'as it is now, without the drives among the known places',
          result: 'on the test users: mean 0.251 m, median 0.085 m, 90 % 0.495 m; of fast vehicles mean 0.563 m',
        },
      ],
    },
    {
      ...{ input: 'fingerprint', seed: 4112, batchSize: 128, peak: 1e-3, totalSteps: 3000 },
      description:
        'For every site a residual network of its own reads what that site received and answers with a Student-t density of the ' +
        'position; the product of the densities of all sites that hear the user is searched for its highest peak.',
      trials: [],
    },
  ] as const satisfies readonly { input: InputKind; [setting: string]: unknown }[]
).map(({ input, seed, batchSize, peak, totalSteps, description, trials }) => ({
  ...{ estimator: 'site-product', ...TOKYO_DATA, input, encoder: TOKYO_ENCODER },
  loop: {
    ...{ seed, batchSize },
    schedule: { kind: 'cosine', peak, warmup: 200, totalSteps },
    adam: TOKYO_ADAM,
    loss: 'site-densities',
    validateEvery: 500,
  },
  ...{ description, trials },
}));
