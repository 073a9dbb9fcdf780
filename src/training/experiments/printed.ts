/** The recipe of the paper's eight networks and of their kin, and what differs between them and between settings. */
import { PRINTED_ENCODING } from '../../features/positional-encoding.ts';
import { ADAM_DEFAULTS } from '../adam.ts';
import type { Experiment, Trial } from '../experiment.ts';
import type { NetworkId } from '../networks.ts';
import type { MoveConfiguration } from '../sampler.ts';
import { DRAWS, MOVES, STEP_SHARE } from './settings.ts';
import type { SettingId } from './settings.ts';

/** The networks that the paper prints, and one that differs from them in its encoding alone. */
export type PrintedNetworkId = Exclude<NetworkId, 'pe-msrn-plus'>;

/** What a network changes in the recipe. */
interface NetworkRecipe extends Pick<Experiment, 'encoding' | 'architecture' | 'description'> {
  /** Steps of the first cosine, and of the further ones with settled batch statistics. */
  readonly steps: readonly [first: number, ...further: number[]];
  /** Departures of this network alone. */
  readonly departures: readonly string[];
}

const MSRN_BODY =
  'three convolution blocks of two 3×3 convolutions (2, 4 and 8 times the stem’s channels); channel attention, ratio 16, at least four units';
const MSRN_TAIL = 'global average; dense 512, 256, 128; three coordinates';

function multiScaleResidual(text: string, encoding: Experiment['encoding'] = PRINTED_ENCODING): NetworkRecipe {
  return {
    encoding,
    architecture: { baseWidth: 4, dropout: 0 },
    description: text,
    steps: [3600, 400],
    departures: [
      'Stem of 4 channels instead of 64: the blocks have 8, 16 and 32; the dense layers keep 512, 256 and 128 units.',
    ],
  };
}

const NETWORK_RECIPES: Readonly<Record<PrintedNetworkId, NetworkRecipe>> = {
  'pe-msrn': multiScaleResidual(
    `Stem 3×3; ${MSRN_BODY}; multi-scale block 1×1, 3×3, 3×3∘3×3; ${MSRN_TAIL}. Every block has its shortcut.`,
  ),
  'pe-msn': multiScaleResidual(
    `PE-MSRN without shortcuts: stem 3×3; ${MSRN_BODY}; multi-scale block 1×1, 3×3, 3×3∘3×3; ${MSRN_TAIL}.`,
  ),
  'pe-srn': multiScaleResidual(
    `PE-MSRN without the multi-scale block: stem 3×3; ${MSRN_BODY}; ${MSRN_TAIL}. Every block has its shortcut.`,
  ),
  msrn: multiScaleResidual('PE-MSRN on the 16 base features alone, a 4×4 image.', { kind: 'base' }),
  'pe-msrn-harmonic': multiScaleResidual(
    'Ours. PE-MSRN with sin(mθ), cos(mθ), m = 1 … 4, of both angles in the place of the printed frequencies, whose period is far below the error of an angle: no jump at ±π, and near users have near features.',
    { kind: 'integer-harmonic', order: PRINTED_ENCODING.order },
  ),
  cnn: {
    encoding: PRINTED_ENCODING,
    architecture: { baseWidth: 8, dropout: 0 },
    description:
      'Three 3×3 convolutions with batch normalisation (1, 2 and 4 times the first one’s channels), 2×2 average pooling after the first two; dense 512, 512; three coordinates.',
    steps: [3600, 400],
    departures: ['First convolution of 8 channels instead of 32: 8, 16 and 32.'],
  },
  fcnet: {
    encoding: { kind: 'raw' },
    architecture: { baseWidth: 64, dropout: 0 },
    description: 'Five raw values; dense 64; two residual self-attention blocks; dense 64; three coordinates.',
    steps: [5400, 600],
    departures: [],
  },
  'fe-fcnet': {
    encoding: { kind: 'composite' },
    architecture: { baseWidth: 128, dropout: 0 },
    description:
      '19 features; four residual self-attention blocks between dense layers of δ units; then δ and δ/2; three coordinates.',
    steps: [5400, 600],
    departures: [
      'δ = 128 units instead of 512.',
      'The activation is LeakyReLU, as the paper’s text says of this network; its table 2 says ReLU.',
    ],
  },
  'pe-fcnet': {
    encoding: PRINTED_ENCODING,
    architecture: { baseWidth: 128, dropout: 0.2 },
    description:
      '32 features; dense δ; four residual attention blocks gated by tanh; dense δ, δ/2, δ/4 and δ/4; three coordinates.',
    steps: [5400, 600],
    departures: ['δ = 128 units instead of 512.'],
  },
};

/** Changes of one training alone. */
export interface Changes extends Partial<Pick<Experiment, 'architecture'>> {
  readonly steps?: NetworkRecipe['steps'];
  readonly departures?: readonly string[];
  readonly trials?: readonly Trial[];
}

/** The training of one of the paper's networks in one of its settings. */
export function printedExperiment(estimator: PrintedNetworkId, dataset: SettingId, changes: Changes = {}): Experiment {
  const recipe = { ...NETWORK_RECIPES[estimator], ...changes };
  const [first, ...further] = changes.steps ?? recipe.steps.map((steps) => steps * STEP_SHARE[dataset]);
  const starts = further.map((_, k) => further.slice(0, k).reduce((sum, steps) => sum + steps, first));
  const move = MOVES[dataset];
  const { baseWidth, dropout } = recipe.architecture;
  return {
    estimator,
    dataset,
    draws: DRAWS,
    encoding: recipe.encoding,
    architecture: { baseWidth, dropout },
    move,
    loop: {
      seed: 1,
      batchSize: 64,
      schedule: {
        kind: 'cosine',
        peak: 3e-3,
        warmup: 100,
        totalSteps: further.reduce((sum, steps) => sum + steps, first),
        restarts: starts.map((step) => ({ step, peak: 6e-4 })),
      },
      adam: { ...ADAM_DEFAULTS, l2: 1e-6, averageDecay: 0.998 },
      loss: 'distance',
      freezeFrom: first,
      validateEvery: 100,
    },
    description: recipe.description,
    departures: [...recipe.departures, ...commonDepartures(move, first, further, dropout)],
    trials: changes.trials ?? [],
  };
}

/** What all of them have in common. */
function commonDepartures(
  move: MoveConfiguration,
  first: number,
  further: readonly number[],
  dropout: number,
): string[] {
  const settled = further.map((steps) => steps.toLocaleString('en')).join(' and ');
  return [
    dropout > 0
      ? `Dropout ${dropout}.`
      : 'No dropout: a prototype found that it hurts slim networks; it was not tried again here.',
    'The loss is the mean Euclidean distance instead of the squared error, because it is what is reported and because it forgives reports that no network can undo.',
    `Every training report is moved to a random position within half a grid pitch (${move.reach.join(', ')} m along x, y, z), keeping its measured error against the line of sight (training positions and the known site position only; nothing is traced anew). Reports more than ${move.largestError} m off the line of sight stay where they are.`,
    `The learning rate follows a cosine from 3e-3 over ${first.toLocaleString('en')} steps, then from 6e-4 over ${settled}, instead of halving from 1e-3; the weights that are kept are a moving average.`,
    `From step ${first.toLocaleString('en')} on, batch normalisation keeps its running statistics while training goes on: users close to the site are rare and extreme, and met another network in training than in use.`,
    `Reports within ${move.nearRange} m of the site are drawn (${move.nearRange} m/distance)² times as often.`,
    'L2 is 1e-6 instead of 1e-4 … 1e-5, and acts on kernels alone.',
    'Coordinates share one scale, so that the loss counts a metre of height like a metre of length.',
    'At inference the five raw values are clipped to the training range, widened by 5 %.',
    'Sixteen of the 32 noise draws of each position are used.',
  ];
}
