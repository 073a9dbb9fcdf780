import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../numerics/random.ts';
import { BatchNormalisation } from './batch-normalisation.ts';
import { multiScaleBlock, residualBlock, squeezeExcitation } from './blocks.ts';
import { SeededDropout } from './dropout.ts';
import { LeakyRelu } from './leaky-relu.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const random = createRandom(11);
const values = (size: number): Float32Array => Float32Array.from({ length: size }, () => random.normal());

/** Output and input gradient of a layer in training mode, for a given output gradient. */
async function throughLayer(layer: layers.layers.Layer, x: tf.Tensor, dy: tf.Tensor) {
  const forward = (input: tf.Tensor): tf.Tensor => layer.apply(input, { training: true }) as tf.Tensor;
  const output = await forward(x).data();
  const [dx] = tf.grads((input) => forward(input))([x], dy);
  return { output, dx: await dx.data() };
}

describe('BatchNormalisation', () => {
  it('gives the outputs and gradients of the tfjs layer', async () => {
    const x = tf.tensor(values(4 * 3 * 3 * 5), [4, 3, 3, 5]);
    const dy = tf.tensor(values(4 * 3 * 3 * 5), [4, 3, 3, 5]);
    const ours = await throughLayer(new BatchNormalisation({ name: 'ours_bn' }), x, dy);
    const theirs = await throughLayer(layers.layers.batchNormalization({ name: 'theirs_bn' }), x, dy);
    expect(ours.output).toBeAllclose(theirs.output, { relative: 1e-3, absolute: 1e-4 });
    expect(ours.dx).toBeAllclose(theirs.dx, { relative: 1e-3, absolute: 1e-4 });
  });

  it('gives the scale and offset their gradients, and remembers the statistics', async () => {
    const run = async (layer: layers.layers.Layer) => {
      const x = tf.tensor(
        Float32Array.from({ length: 60 }, (_, i) => Math.sin(i) * 2 + 1),
        [20, 3],
      );
      const dy = tf.tensor(
        Float32Array.from({ length: 60 }, (_, i) => Math.cos(1.7 * i)),
        [20, 3],
      );
      layer.apply(x, { training: true });
      const variables = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
      const { grads } = tf.variableGrads(
        () => tf.sum<tf.Scalar>(tf.mul(layer.apply(x, { training: true }) as tf.Tensor, dy)),
        variables,
      );
      const gradients = await Promise.all(variables.map(({ name }) => grads[name].data()));
      const remembered = await Promise.all(layer.nonTrainableWeights.map((weight) => weight.read().data()));
      return { gradients, remembered };
    };
    const ours = await run(new BatchNormalisation({ name: 'ours_bn2' }));
    const theirs = await run(layers.layers.batchNormalization({ name: 'theirs_bn2', momentum: 0.99 }));
    ours.gradients.forEach((gradient, k) =>
      expect(gradient).toBeAllclose(theirs.gradients[k], { relative: 1e-3, absolute: 1e-4 }),
    );
    expect(ours.remembered[0]).toBeAllclose(theirs.remembered[0], { relative: 1e-3, absolute: 1e-5 });
    expect(ours.remembered[1]).toBeAllclose(theirs.remembered[1], { relative: 1e-3, absolute: 1e-3 });
  });
});

describe('frozen BatchNormalisation', () => {
  it('trains on what inference computes and leaves the running statistics alone', async () => {
    const layer = new BatchNormalisation({ name: 'frozen_bn' });
    const x = tf.tensor(values(60), [20, 3]);
    const dy = tf.tensor(values(60), [20, 3]);
    layer.apply(x, { training: true });
    const before = await layer.nonTrainableWeights[0].read().data();
    layer.frozen = true;
    const { output, dx } = await throughLayer(layer, x, dy);
    expect(output).toBeAllclose(await (layer.apply(x) as tf.Tensor).data(), { relative: 1e-4, absolute: 1e-5 });
    expect(await layer.nonTrainableWeights[0].read().data()).toEqual(before);
    // The map is affine in each channel: its slope there is γ/√(σ² + ε), γ = 1.
    const variance = await layer.nonTrainableWeights[1].read().data();
    const gradient = await dy.data();
    expect(dx).toBeAllclose(
      gradient.map((value, i) => value / Math.sqrt(variance[i % 3] + 1e-3)),
      { relative: 1e-4 },
    );
  });
});

describe('LeakyRelu', () => {
  it('gives the outputs and gradients of the tfjs layer', async () => {
    const x = tf.tensor(values(60), [4, 15]);
    const dy = tf.tensor(values(60), [4, 15]);
    const ours = await throughLayer(new LeakyRelu('ours_relu', 0.01), x, dy);
    const theirs = await throughLayer(layers.layers.leakyReLU({ name: 'theirs_relu', alpha: 0.01 }), x, dy);
    expect(ours.output).toBeAllclose(theirs.output, { relative: 1e-5 });
    expect(ours.dx).toBeAllclose(theirs.dx, { relative: 1e-5 });
  });
});

describe('SeededDropout', () => {
  it('drops its share, keeps the mean, repeats with its seed, and rests at inference', async () => {
    const layer = new SeededDropout('drop', 0.25);
    const x = tf.ones([1, 8000]);
    const draw = async (seed: number): Promise<Float32Array> => {
      layer.maskSeed = seed;
      return Float32Array.from(await (layer.apply(x, { training: true }) as tf.Tensor).data());
    };
    const first = await draw(7);
    const dropped = first.filter((value) => value === 0).length / 8000;
    expect(dropped).toBeGreaterThan(0.22);
    expect(dropped).toBeLessThan(0.28);
    expect(first.find((value) => value !== 0)).toBeCloseTo(4 / 3, 5);
    expect(await draw(7)).toEqual(first);
    expect(await draw(8)).not.toEqual(first);
    expect(await (layer.apply(x) as tf.Tensor).data()).toEqual(await x.data());
  });
});

describe('blocks', () => {
  const build = (block: (x: layers.SymbolicTensor) => layers.SymbolicTensor, channels: number): layers.LayersModel => {
    const input = layers.input({ shape: [6, 6, channels] });
    return layers.model({ inputs: input, outputs: block(input) });
  };

  it('keep, widen or halve the image as they should', () => {
    expect(build((x) => residualBlock(x, 8, 'keep'), 8).outputs[0].shape).toEqual([null, 6, 6, 8]);
    expect(build((x) => residualBlock(x, 16, 'widen'), 8).outputs[0].shape).toEqual([null, 6, 6, 16]);
    expect(build((x) => residualBlock(x, 16, 'halve', 2), 8).outputs[0].shape).toEqual([null, 3, 3, 16]);
    expect(build((x) => squeezeExcitation(x, 16, 'attend'), 8).outputs[0].shape).toEqual([null, 6, 6, 8]);
    expect(build((x) => multiScaleBlock(x, 'scales'), 8).outputs[0].shape).toEqual([null, 6, 6, 8]);
  });

  it('use the identity as shortcut where the shapes agree, a 1×1 convolution elsewhere', () => {
    const shortcut = (model: layers.LayersModel): boolean => model.layers.some(({ name }) => name.includes('shortcut'));
    expect(shortcut(build((x) => residualBlock(x, 8, 'same'), 8))).toBe(false);
    expect(shortcut(build((x) => residualBlock(x, 9, 'other'), 8))).toBe(true);
  });

  it('attend by channel: every pixel of a channel is scaled alike, by less than one', async () => {
    const model = build((x) => squeezeExcitation(x, 16, 'weights'), 3);
    const x = tf.tensor(
      values(108).map((value) => Math.abs(value) + 0.1),
      [1, 6, 6, 3],
    );
    const ratio = await tf.div(model.predict(x) as tf.Tensor, x).data();
    for (let channel = 0; channel < 3; channel++) {
      const scales = ratio.filter((_, i) => i % 3 === channel);
      expect(Math.max(...scales) - Math.min(...scales)).toBeLessThan(1e-5);
      expect(scales[0]).toBeGreaterThan(0);
      expect(scales[0]).toBeLessThan(1);
    }
  });
});
