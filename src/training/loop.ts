/**
 * The training loop of every network: seeded, resumable, validated along the way.
 *
 * All chance of step n comes from generators seeded by (seed, n), and the whole state is the weights, the optimiser's
 * moments and the step count. A run that was killed and resumed continues exactly as if it had not been.
 */
import * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import { LabError } from '../errors/lab-error.ts';
import { BatchNormalisation } from '../estimators/blocks/batch-normalisation.ts';
import { SeededDropout } from '../estimators/blocks/dropout.ts';
import type { RandomGenerator } from '../numerics/random.ts';
import { createRandom } from '../numerics/random.ts';
import { adamStep, averageStep, createAdamState } from './adam.ts';
import type { AdamConfiguration } from './adam.ts';
import { bestPoint } from './checkpoint.ts';
import type { Checkpoint, Validation, ValidationPoint } from './checkpoint.ts';
import { trainingLoss } from './losses.ts';
import type { LossKind } from './losses.ts';
import { createDivergenceWatch } from './divergence.ts';
import { learningRate } from './schedule.ts';
import type { Schedule } from './schedule.ts';

/** Inputs and targets of one step. */
export interface Batch {
  /** Network input [batch, …input shape]. */
  readonly inputs: Float32Array;
  /** Targets [batch, targets], as many as the loss asks for. */
  readonly targets: Float32Array;
}

/** How a network is trained. */
export interface LoopConfiguration {
  readonly seed: number;
  readonly batchSize: number;
  readonly schedule: Schedule;
  readonly adam: AdamConfiguration;
  readonly loss: LossKind;
  /**
   * From this step on, training starts from the averaged weights and batch normalisation keeps its running statistics:
   * a rare, extreme input then meets the same network in training as in use. Never without it.
   */
  readonly freezeFrom?: number;
  /** Steps between validations, and between checkpoints. */
  readonly validateEvery: number;
}

/** What the loop is given to work with. */
export interface LoopInput {
  readonly model: layers.LayersModel;
  /** Which of its weights learn; all that can by default. */
  readonly learning?: layers.LayersModel['trainableWeights'];
  readonly configuration: LoopConfiguration;
  /** The batch of one step; all chance comes from `random`. */
  readonly nextBatch: (random: RandomGenerator, size: number, step: number) => Batch;
  /** Scores the model as it is now (the averaged weights are in place). */
  readonly validate: () => Promise<Validation>;
  /** Continues from here. */
  readonly resume?: Checkpoint;
  /**
   * Asked before every step; false ends training there. It may wait, and may take everything needed to continue meanwhile.
   */
  readonly beforeStep?: (step: number, snapshot: () => Promise<Checkpoint>) => Promise<boolean>;
  /** What the schedule's learning rate is multiplied by from now on, asked at every step; 1 by default. */
  readonly rateFactor?: () => number;
  /** Called after every step. */
  readonly onStep?: (step: number, loss: number) => void;
  /** Called after every validation, with everything needed to continue. */
  readonly onCheckpoint?: (point: ValidationPoint, checkpoint: Checkpoint) => void | Promise<void>;
  /** Stops before this step although the schedule goes on; for tests and for short runs of a long schedule. */
  readonly stopAt?: number;
}

/** What training left. */
export interface LoopResult {
  readonly history: readonly ValidationPoint[];
  readonly checkpoint: Checkpoint;
  /** Why it ended where loss or weights ran away, and at which step; null where they did not. */
  readonly divergence: LabError | null;
}

/**
 * Trains a model in place; afterwards it holds the averaged weights of the best validation. Where training ran away before
 * the first validation with a finite score there are no such weights, and it holds what it happened to.
 */
export async function trainNetwork(input: LoopInput): Promise<LoopResult> {
  const { model, configuration, learning = model.trainableWeights } = input;
  const { schedule, adam, seed, batchSize } = configuration;
  const variables = model.weights.map((weight) => weight.read() as tf.Variable);
  const trainable = learning.map((weight) => weight.read() as tf.Variable);
  const decays = learning.map((weight) => weight.originalName.endsWith('kernel'));
  const trainableIndex = trainable.map((variable) => variables.indexOf(variable));
  const dropouts = model.layers.filter((layer) => layer instanceof SeededDropout);
  const normalisations = model.layers.filter((layer) => layer instanceof BatchNormalisation);
  const inputShape = model.inputs[0].shape.slice(1).map((size) => size ?? 1);

  const sizes = trainable.map((variable) => variable.size);
  const state = createAdamState(sizes);
  let average = await readAll(variables);
  let best: readonly Float32Array[] = [];
  const history: ValidationPoint[] = [];
  let lossSum = 0;
  let lossCount = 0;
  if (input.resume) {
    const { resume } = input;
    resume.weights.forEach((values, k) => assign(variables[k], values));
    resume.first.forEach((values, k) => state.first[k].set(values));
    resume.second.forEach((values, k) => state.second[k].set(values));
    state.steps = resume.step;
    average = resume.average.map((values) => values.slice());
    best = resume.best;
    history.push(...resume.history);
  }
  const weights = await readAll(trainable);

  const last = Math.min(schedule.totalSteps, input.stopAt ?? Infinity);
  const snapshot = async (): Promise<Checkpoint> => ({
    step: state.steps,
    history: [...history],
    weights: await readAll(variables),
    average: average.map((values) => values.slice()),
    best,
    first: state.first.map((values) => values.slice()),
    second: state.second.map((values) => values.slice()),
  });

  const watch = createDivergenceWatch();
  let divergence: LabError | null = null;
  while (state.steps < last) {
    const step = state.steps;
    if (input.beforeStep && !(await input.beforeStep(step, snapshot))) break;
    if (configuration.freezeFrom !== undefined && step >= configuration.freezeFrom) {
      normalisations.forEach((layer) => (layer.frozen = true));
      if (step === configuration.freezeFrom) {
        average.forEach((values, k) => assign(variables[k], values));
        weights.forEach((values, k) => values.set(average[trainableIndex[k]]));
      }
    }
    dropouts.forEach((layer, index) => (layer.maskSeed = createRandom(seed, step, index + 1).nextUint32()));
    const batch = input.nextBatch(createRandom(seed, step), batchSize, step);
    const { loss, gradients } = await stepGradients(
      model,
      trainable,
      batch,
      [batchSize, ...inputShape],
      configuration.loss,
    );
    const runaway = watch(loss);
    if (runaway !== '') {
      divergence = diverged(step, runaway);
      break;
    }
    const rate = learningRate(schedule, step) * (input.rateFactor?.() ?? 1);
    adamStep(weights, gradients, decays, state, rate, adam);
    weights.forEach((values, k) => assign(trainable[k], values));
    const current: ArrayLike<number>[] = await readAll(variables.filter((_, k) => !trainableIndex.includes(k)));
    let other = 0;
    averageStep(
      average,
      variables.map((_, k) => (trainableIndex.includes(k) ? weights[trainableIndex.indexOf(k)] : current[other++])),
      state.steps,
      adam.averageDecay,
    );
    lossSum += loss;
    lossCount++;
    input.onStep?.(state.steps, loss);
    if (state.steps % configuration.validateEvery === 0 || state.steps === schedule.totalSteps) {
      // The step after a finite loss can be the one that breaks the weights.
      if (!average.every((values) => values.every(Number.isFinite))) {
        divergence = diverged(step, 'its weights are no numbers');
        break;
      }
      const live = await readAll(variables);
      average.forEach((values, k) => assign(variables[k], values));
      const validation = await input.validate();
      live.forEach((values, k) => assign(variables[k], values));
      const point = { step: state.steps, trainingLoss: lossSum / lossCount, ...validation };
      lossSum = 0;
      lossCount = 0;
      history.push(point);
      if (bestPoint(history) === point) best = average.map((values) => values.slice());
      await input.onCheckpoint?.(point, await snapshot());
    }
  }
  const checkpoint = await snapshot();
  (best.length > 0 ? best : average).forEach((values, k) => assign(variables[k], values));
  return { history, checkpoint, divergence };
}

function diverged(step: number, words: string): LabError {
  return new LabError(
    'device',
    `Training diverged at step ${step}: ${words}.`,
    'Begin again with a lower learning rate.',
  );
}

/** Loss of one batch and its gradient for every trainable weight. */
async function stepGradients(
  model: layers.LayersModel,
  trainable: tf.Variable[],
  batch: Batch,
  inputShape: number[],
  kind: LossKind,
): Promise<{ loss: number; gradients: ArrayLike<number>[] }> {
  const inputs = tf.tensor(batch.inputs, inputShape);
  const targets = tf.tensor2d(batch.targets, [inputShape[0], batch.targets.length / inputShape[0]]);
  const { value, grads } = tf.variableGrads(
    () => trainingLoss(kind, model.apply(inputs, { training: true }) as tf.Tensor2D, targets),
    trainable,
  );
  const [loss] = await value.data();
  const gradients = await Promise.all(trainable.map((variable) => grads[variable.name].data()));
  tf.dispose([inputs, targets, value, ...Object.values(grads)]);
  return { loss, gradients };
}

async function readAll(variables: readonly tf.Variable[]): Promise<Float32Array[]> {
  // A copy: the backend may hand out a view of memory that it reuses.
  return Promise.all(variables.map(async (variable) => Float32Array.from(await variable.data())));
}

function assign(variable: tf.Variable, values: Float32Array): void {
  const tensor = tf.tensor(values, variable.shape);
  variable.assign(tensor);
  tensor.dispose();
}
