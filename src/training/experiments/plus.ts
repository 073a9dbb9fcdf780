/** The recipe of what is ours: the network that corrects the fix of geometry. */
import { ADAM_DEFAULTS } from '../adam.ts';
import type { Experiment, Trial } from '../experiment.ts';
import { DRAWS, MOVES, STEP_SHARE } from './settings.ts';
import type { SettingId } from './settings.ts';

/** What the validation split says where the fix knows the scene: mean errors before anything is learnt, and without the scene. */
export interface FoldedTrial {
  /** Of the folded fix alone, metres. */
  readonly alone_m: number;
  /** Of the same network on the TOA + AOA fix, 2,000 steps, metres. */
  readonly unfolded_m: number;
}

/** Settings in which the fix knows the scene, and the measured ray is folded at its surfaces. */
export const FOLDED: Readonly<Partial<Record<SettingId, FoldedTrial>>> = {
  's2-2d': { alone_m: 2.23, unfolded_m: 3.628 },
  's2-3d': { alone_m: 2.023, unfolded_m: 3.402 },
  's3-3d': { alone_m: 0.318, unfolded_m: 0.308 },
};

/** The rows of "what was tried" that say what folding brings. */
function foldedTrials(dataset: SettingId): Trial[] {
  const folded = FOLDED[dataset];
  if (!folded) return [];
  const mean = (metres: number): string => `mean ${metres.toFixed(3)} m`;
  return [
    {
      settings: 'The TOA + AOA fix instead of the folded one, same network, 2,000 steps',
      result: mean(folded.unfolded_m),
    },
    { settings: 'The folded fix alone, no network', result: mean(folded.alone_m) },
  ];
}

/** What the two kinds of fix change. */
const KINDS = {
  geometric: {
    steps: 2000,
    warmup: 200,
    description:
      'Ours. Fed what geometry makes of the report (apparent position, the fix inside the region, the power over free space, range) and eight integer harmonics of both angles; dense layer, three dense residual blocks; three metres of correction to the TOA + AOA fix inside the region, which is what it answers before training.',
    departures: [
      'Not the paper’s network: it predicts the correction to the geometric fix instead of the position.',
      'Every training report is moved to a random position within one grid pitch, keeping its measured error against the line of sight (training positions and the known site position only; nothing is traced anew).',
    ],
  },
  folded: {
    steps: 600,
    warmup: 100,
    description:
      'Ours, and it knows the scene. The measured ray is followed from the site for as long as the wave travelled, and folded at every surface that it meets; of a bundle of such rays around it the end nearest to all others is the fix. The network is fed what geometry makes of the report (apparent position, fix, how far the ends are apart, how often the ray was mirrored, the power over free space, range) and eight integer harmonics of both angles; dense layer, three dense residual blocks; three metres of correction to the fix, which is what it answers before training.',
    departures: [
      'Not the paper’s network: it knows the surfaces of the scene, and predicts the correction to a fix instead of the position.',
      'Every training report is moved to a random position in sight within one grid pitch, keeping its measured error against the line of sight (training positions, the known site position and the surfaces that hide places from it; nothing is traced anew).',
    ],
  },
} as const;

const TRIALS: Readonly<Partial<Record<SettingId, readonly Trial[]>>> = {
  's3-3d': [
    ...foldedTrials('s3-3d'),
    {
      settings: '2,000 steps, angles assumed 3 mrad off, mirrors trusted more (0.6 instead of 0.4)',
      result: 'mean 0.266 m at step 700, 0.283 m at step 1,400: it learns the training positions by heart',
    },
    {
      settings: 'TOA + AOA fix, 3,000 steps, reports that leave the region held at its faces instead of folded back',
      result: 'mean 0.324 m (2,000 steps, folded back: 0.312 m): users piled up at the lowest and highest height',
    },
    {
      settings:
        'Prototype on the TOA + AOA fix: L2 a hundred times stronger; correction learnt from all reports, whatever their error',
      result: 'mean 0.323 … 0.336 m, the same within chance',
    },
    {
      settings:
        'No network, but more to measure: the panel’s whole column response fitted by line of sight, floor and ceiling together at the measured range',
      result:
        'height 0.40 m off beyond 40 m, as the network is: the three paths are too close there for eight rows, so there is little about their height to learn',
    },
  ],
  's2-2d': foldedTrials('s2-2d'),
  's2-3d': [
    ...foldedTrials('s2-3d'),
    {
      settings: 'The folded fix alone, the bundle followed to both sides where the panel cannot tell left from right',
      result:
        'the same within chance: the report says nothing about the side, and the few wrong guesses, 110 m off, are a third of the mean',
    },
  ],
  's1-3d': [
    {
      settings: 'Prototypes: reports that trucks and the overpass mirror moved as mirror images; less or more L2',
      result:
        'mean 7.3 … 12.7 m against 6.1 m of the geometric fix: twelve of 288 users are mirrored by up to 500 m, and 17 such training positions do not tell them from far users in sight',
    },
    {
      settings: 'The ray folded at trucks and overpass: the fix alone / the network on top, after 100 and 200 steps',
      result:
        'mean 7.4 m / 7.3 and 9.6 m: at 800 m a ray that is 1.5 mrad off meets trucks and the overpass’s deck beside the line of sight',
    },
  ],
};

/** The training of `pe-msrn-plus` in one setting. */
export function plusExperiment(dataset: SettingId): Experiment {
  const { reach, largestError } = MOVES[dataset];
  const kind = FOLDED[dataset] ? 'folded' : 'geometric';
  const { steps, warmup, description, departures } = KINDS[kind];
  const [first, moved] = departures;
  return {
    estimator: 'pe-msrn-plus',
    dataset,
    draws: DRAWS,
    encoding: { kind, order: 8 },
    architecture: { baseWidth: 128, dropout: 0 },
    // A full pitch makes users of the three heights of a grid uniform in height, as those are who will be looked for.
    move: { reach: [2 * reach[0], 2 * reach[1], 2 * reach[2]], largestError, nearRange: 0 },
    loop: {
      seed: 1,
      batchSize: 256,
      schedule: {
        kind: 'cosine',
        peak: 2e-3,
        warmup,
        // What the folded fix leaves to be learnt is learnt sooner where there are fewer positions.
        totalSteps: kind === 'folded' ? steps * STEP_SHARE[dataset] : steps,
      },
      adam: { ...ADAM_DEFAULTS, l2: 1e-5, averageDecay: 0.998 },
      loss: 'distance',
      validateEvery: 100,
    },
    description,
    departures: [
      first,
      'Integer harmonics sin(mθ), cos(mθ), m = 1 … 8, instead of the printed frequencies, which jump at ±π and mostly encode noise.',
      'No batch normalisation: a rare report then meets the same network in training and in use.',
      'The loss is the mean Euclidean distance.',
      moved,
      'The answer is held to the region that users keep to.',
    ],
    trials: TRIALS[dataset] ?? [],
  };
}
