/** Trainings of one's own: a published one with another width, rate, length and share of the noise draws. */
import type { DatasetId } from '../datasets/definition.ts';
import { LabError } from '../errors/lab-error.ts';
import type { Experiment } from './experiment.ts';
import { EXPERIMENTS, findExperiment } from './experiments/registry.ts';
import type { NetworkId } from './networks.ts';

/** What can be chosen. */
export interface TrainingChoices {
  readonly estimator: NetworkId;
  /** Channels of the first convolution, or units of the first dense layer. */
  readonly width: number;
  /** Peak of the learning rate. */
  readonly learningRate: number;
  /** Passes over the training positions. */
  readonly passes: number;
  /** Noise draws of every position that are measured, the first of them. */
  readonly draws: number;
}

/** What a network offers in one dataset, and where a reader who chooses nothing begins. */
export interface TrainingOffer {
  readonly standard: TrainingChoices;
  readonly widths: readonly number[];
  /** Width, rate, passes and draws of the published training. */
  readonly published: TrainingChoices;
}

/** Widths by what they are of the published one; the second is called slim. */
const WIDTH_SHARES = [0.25, 0.5, 1, 2] as const;
/** The share that is called slim: a quarter of the arithmetic. */
const SLIM_SHARE = 0.5;

/** Passes that are offered. */
export const PASS_CHOICES: readonly number[] = [2, 10, 30, 100, 300];
/** Noise draws that are offered. */
export const DRAW_CHOICES: readonly number[] = [1, 2, 4, 8, 16];
/** Range of learning rates; its upper end makes most networks diverge, which is worth seeing once. */
export const RATE_RANGE: readonly [minimum: number, maximum: number] = [1e-5, 1];

/** Where a reader who chooses nothing begins: long enough to see a network learn, short enough to be waited for. */
const STANDARD_PASSES = 30;
const STANDARD_DRAWS = 2;
/** Validations in a whole run, so that the curve has points wherever it is stopped. */
const VALIDATIONS = 40;
/** Shortest warm-up and distance of validations, steps. */
const FEWEST_STEPS = 5;

/** The networks that can be trained on a dataset, in the order of the table; none where there is no published training. */
export function trainableOn(dataset: DatasetId): NetworkId[] {
  return EXPERIMENTS.filter((experiment) => experiment.dataset === dataset).map(({ estimator }) => estimator);
}

/**
 * What can be chosen for a network.
 *
 * @param positions number of training positions
 * @throws LabError 'unknown-id' where it has no published training on the dataset
 */
export function offerTraining(dataset: DatasetId, estimator: NetworkId, positions: number): TrainingOffer {
  const { architecture, loop, draws } = findExperiment(`${dataset}/${estimator}`);
  const widths = WIDTH_SHARES.map((share) => Math.round(share * architecture.baseWidth)).filter((width) => width >= 1);
  const published: TrainingChoices = {
    estimator,
    width: architecture.baseWidth,
    learningRate: loop.schedule.peak,
    passes: Math.round((loop.schedule.totalSteps * loop.batchSize) / positions),
    draws,
  };
  return {
    widths,
    published,
    standard: {
      ...published,
      width: Math.max(1, Math.round(SLIM_SHARE * architecture.baseWidth)),
      passes: STANDARD_PASSES,
      draws: STANDARD_DRAWS,
    },
  };
}

/**
 * The experiment that choices make of the published one: its schedule is as long as the passes ask for, with the same shape, and
 * everything else stays.
 *
 * @param positions number of training positions
 * @throws LabError 'unknown-id' for a training that does not exist, 'bad-argument' for a choice that makes no sense
 */
export function chosenExperiment(dataset: DatasetId, choices: TrainingChoices, positions: number): Experiment {
  const published = findExperiment(`${dataset}/${choices.estimator}`);
  const { width, learningRate, passes, draws } = choices;
  checkNumber('width', width, 1, 4 * published.architecture.baseWidth, true);
  checkNumber('learning rate', learningRate, ...RATE_RANGE, false);
  checkNumber('number of passes', passes, 1, 1000, true);
  checkNumber('number of draws', draws, 1, 32, true);
  const { loop } = published;
  const { schedule } = loop;
  const totalSteps = Math.max(2 * FEWEST_STEPS, Math.ceil((passes * positions) / loop.batchSize));
  const share = totalSteps / schedule.totalSteps;
  const scaled = (step: number): number => Math.round(step * share);
  return {
    ...published,
    draws,
    architecture: { ...published.architecture, baseWidth: width },
    loop: {
      ...loop,
      schedule: {
        ...schedule,
        peak: learningRate,
        totalSteps,
        warmup: Math.max(FEWEST_STEPS, Math.min(schedule.warmup, scaled(schedule.warmup) * 2)),
        restarts: schedule.restarts?.map(({ step, peak }) => ({
          step: scaled(step),
          peak: (peak / schedule.peak) * learningRate,
        })),
      },
      ...(loop.freezeFrom === undefined ? {} : { freezeFrom: scaled(loop.freezeFrom) }),
      validateEvery: Math.max(FEWEST_STEPS, Math.round(totalSteps / VALIDATIONS)),
    },
  };
}

function checkNumber(name: string, value: number, minimum: number, maximum: number, isWhole: boolean): void {
  if (value >= minimum && value <= maximum && (!isWhole || Number.isInteger(value))) return;
  throw new LabError('bad-argument', `A ${name} of ${value} makes no training.`, `Choose ${minimum} to ${maximum}.`);
}
