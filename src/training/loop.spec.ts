import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { denseUnit, initialiser } from '../estimators/blocks/blocks.ts';
import { ADAM_DEFAULTS } from './adam.ts';
import { bestPoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { LoopConfiguration, LoopInput } from './loop.ts';
import { trainNetwork } from './loop.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** A small network with everything that has state: batch normalisation and dropout. */
function smallModel(dropout: number): layers.LayersModel {
  const input = layers.input({ shape: [2] });
  const hidden = denseUnit(denseUnit(input, 24, 'first', dropout), 24, 'second', 0);
  const output = layers.layers.dense({ name: 'out', units: 1, kernelInitializer: initialiser('out') }).apply(hidden);
  return layers.model({ inputs: input, outputs: output as layers.SymbolicTensor });
}

const configuration: LoopConfiguration = {
  seed: 3,
  batchSize: 32,
  schedule: { kind: 'cosine', peak: 1e-2, warmup: 10, totalSteps: 200 },
  adam: { ...ADAM_DEFAULTS, averageDecay: 0.95 },
  loss: 'mse',
  validateEvery: 50,
};

/** The product of two numbers in [−1, 1], a map that no linear network has. */
const nextBatch: LoopInput['nextBatch'] = (random, size) => {
  const inputs = Float32Array.from({ length: size * 2 }, () => 2 * random.uniform() - 1);
  return { inputs, targets: Float32Array.from({ length: size }, (_, i) => inputs[2 * i] * inputs[2 * i + 1]) };
};

/** Root mean square error on a fixed grid. */
async function score(model: layers.LayersModel): Promise<number> {
  const points = Array.from({ length: 49 }, (_, i) => [((i % 7) - 3) / 3.5, (Math.floor(i / 7) - 3) / 3.5]);
  const output = await (model.predict(tf.tensor2d(points)) as tf.Tensor).data();
  return Math.sqrt(points.reduce((sum, [x, y], i) => sum + (output[i] - x * y) ** 2, 0) / 49);
}

describe('trainNetwork', () => {
  it.each(['mse', 'distance'] as const)('learns a small map with the %s loss', async (loss) => {
    const model = smallModel(0);
    const before = await score(model);
    const { history } = await trainNetwork({
      model,
      configuration: { ...configuration, loss },
      nextBatch,
      validate: async () => ({ score: await score(model) }),
    });
    expect(history.map(({ step }) => step)).toEqual([50, 100, 150, 200]);
    // What is left in the model is what the validation liked best.
    expect(await score(model)).toBeCloseTo(Math.min(...history.map((point) => point.score)), 6);
    expect(history[3].score).toBeLessThan(0.08);
    expect(history[3].score).toBeLessThan(before / 4);
  });

  it('continues from a checkpoint exactly as if it had not stopped', async () => {
    const run = async (stops: readonly number[]): Promise<Checkpoint> => {
      let saved: Checkpoint | undefined;
      for (const stopAt of [...stops, 60]) {
        // A new process builds the model anew; only the file connects the two.
        const model = smallModel(0.2);
        const resume = saved && decodeCheckpoint(encodeCheckpoint(saved, 'test'), 'test');
        const input = {
          model,
          configuration: { ...configuration, validateEvery: 20, freezeFrom: 50 },
          nextBatch,
          validate: async () => ({ score: await score(model) }),
        };
        saved = (await trainNetwork({ ...input, resume, stopAt })).checkpoint;
        model.dispose();
      }
      if (!saved) throw new Error('nothing was saved');
      return saved;
    };
    const whole = await run([]);
    const pieces = await run([20, 40]);
    expect(pieces.step).toBe(60);
    expect(pieces.weights).toEqual(whole.weights);
    expect(pieces.average).toEqual(whole.average);
    expect(pieces.first).toEqual(whole.first);
    expect(pieces.second).toEqual(whole.second);
    expect(pieces.history.map(({ score: value }) => value)).toEqual(whole.history.map(({ score: value }) => value));
  });

  it('ends where the loss is no longer a number, with the weights that the validation liked best', async () => {
    let calls = 0;
    const breaking: LoopInput['nextBatch'] = (random, size, step) =>
      ++calls <= 60
        ? nextBatch(random, size, step)
        : { inputs: new Float32Array(size * 2).fill(NaN), targets: new Float32Array(size) };
    const model = smallModel(0);
    const { history, divergence } = await trainNetwork({
      ...{ model, configuration, nextBatch: breaking },
      validate: async () => ({ score: await score(model) }),
    });
    expect(divergence).toMatchObject({ code: 'device', message: 'Training diverged at step 60: the loss is NaN.' });
    expect(history.map(({ step }) => step)).toEqual([50]);
    expect(await score(model)).toBeCloseTo(history[0].score, 6);
  });

  it('takes no weights for the best that are no numbers, or are not scored with one', async () => {
    const model = smallModel(0);
    const scores = [NaN, Infinity, 0.5, NaN];
    const { history, checkpoint, divergence } = await trainNetwork({
      ...{ model, configuration: { ...configuration, validateEvery: 5 }, nextBatch, stopAt: 20 },
      validate: () => Promise.resolve({ score: scores.shift() ?? 1 }),
      onCheckpoint: ({ score: value }, { best }) => expect(best.length > 0).toBe(value === 0.5 || scores.length === 0),
    });
    expect(divergence).toBeNull();
    expect(bestPoint(history)).toMatchObject({ step: 15, score: 0.5 });
    expect(checkpoint.best.every((values) => values.every(Number.isFinite))).toBe(true);

    // A step of a rate that is no number breaks the weights while every loss so far was finite.
    let validations = 0;
    let asked = 0;
    const broken = await trainNetwork({
      ...{ model: smallModel(0), configuration: { ...configuration, validateEvery: 5 }, nextBatch },
      rateFactor: () => (validations === 0 && asked++ === 4 ? Infinity : 1),
      validate: () => Promise.resolve({ score: ++validations }),
    });
    expect(validations).toBe(0);
    expect(broken.history).toEqual([]);
    expect(broken.checkpoint.best).toEqual([]);
    expect(broken.divergence?.message).toBe('Training diverged at step 4: its weights are no numbers.');
  });

  it('waits and ends where it is told to, and takes the rate that it is told', async () => {
    const weightsAfter = async (factor: number): Promise<Checkpoint> => {
      const model = smallModel(0);
      const asked: number[] = [];
      let kept: Checkpoint | undefined;
      const { checkpoint } = await trainNetwork({
        ...{ model, configuration, nextBatch },
        validate: async () => ({ score: await score(model) }),
        rateFactor: () => factor,
        async beforeStep(step, snapshot) {
          asked.push(step);
          await Promise.resolve();
          if (step === 3) kept = await snapshot();
          return step < 5;
        },
      });
      expect(asked).toEqual([0, 1, 2, 3, 4, 5]);
      expect(checkpoint.step).toBe(5);
      expect(kept?.step).toBe(3);
      model.dispose();
      return checkpoint;
    };
    const still = await weightsAfter(0);
    const moved = await weightsAfter(1);
    const kernels = ({ weights }: Checkpoint): Float32Array => weights[0];
    expect(kernels(moved)).not.toEqual(kernels(still));
    const begin = smallModel(0);
    expect(kernels(still)).toEqual(Float32Array.from(await begin.weights[0].read().data()));
  });

  it('leaves no tensor behind', async () => {
    const model = smallModel(0.2);
    const counts: number[] = [];
    await trainNetwork({
      ...{ model, configuration: { ...configuration, validateEvery: 4 }, nextBatch, stopAt: 12 },
      validate: () => Promise.resolve({ score: 1 }),
      onStep: () => void counts.push(tf.memory().numTensors),
    });
    expect(counts).toHaveLength(12);
    expect(new Set(counts).size).toBe(1);
  });
});

describe('checkpoints', () => {
  const checkpoint: Checkpoint = {
    step: 7,
    history: [{ step: 5, trainingLoss: 0.5, score: 1.25 }],
    weights: [Float32Array.of(1, 2, 3), Float32Array.of(4)],
    average: [Float32Array.of(0, 1, 2), Float32Array.of(3)],
    best: [Float32Array.of(0, 1, 2), Float32Array.of(3)],
    first: [Float32Array.of(5)],
    second: [Float32Array.of(6)],
  };

  it('come back whole', () => {
    expect(decodeCheckpoint(encodeCheckpoint(checkpoint, 'a'), 'a')).toEqual(checkpoint);
  });

  it('are refused when truncated or of another run', () => {
    const bytes = encodeCheckpoint(checkpoint, 'a');
    expect(() => decodeCheckpoint(bytes, 'b')).toThrow('other settings');
    for (const length of [0, 3, 40, bytes.length - 1]) {
      expect(() => decodeCheckpoint(bytes.subarray(0, length), 'a')).toThrow('truncated');
    }
  });
});
