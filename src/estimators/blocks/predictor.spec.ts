import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../numerics/random.ts';
import {
  convolution,
  convolutionUnit,
  denseUnit,
  leakyRelu,
  multiScaleBlock,
  residualBlock,
  squeezeExcitation,
} from './blocks.ts';
import { createPredictor } from './predictor.ts';

type Symbolic = layers.SymbolicTensor;

const random = createRandom(23);

/** Normal numbers; positive ones where a variance is wanted. */
function drawTensor(shape: number[], positive = false): tf.Tensor {
  const values = Float32Array.from({ length: shape.reduce((n, d) => n * d, 1) }, () => random.normal());
  return tf.tensor(positive ? values.map((value) => 0.2 + value * value) : values, shape);
}

/** A model of a graph from an 8×8 image, whose batch normalisations have seen something. */
function modelOf(graph: (input: Symbolic) => Symbolic): layers.LayersModel {
  const input = layers.input({ shape: [8, 8, 1] });
  const model = layers.model({ inputs: input, outputs: graph(input) });
  for (const layer of model.layers) {
    if (layer.getClassName() !== 'BatchNormalization') continue;
    layer.setWeights(layer.getWeights().map(({ shape }, i) => drawTensor(shape, i === 3)));
  }
  return model;
}

const GRAPHS: readonly (readonly [string, (input: Symbolic) => Symbolic])[] = [
  ['a unit', (x) => convolutionUnit(x, 4, 3, 'unit')],
  ['residual blocks with either shortcut', (x) => residualBlock(residualBlock(x, 4, 'first', 2), 4, 'second')],
  [
    'attention and scales',
    (x) => multiScaleBlock(squeezeExcitation(convolutionUnit(x, 4, 3, 'stem'), 2, 'se'), 'scales'),
  ],
  [
    'dense units, the last with dropout',
    (x) => {
      const flat = layers.layers.flatten().apply(x) as Symbolic;
      return denseUnit(denseUnit(flat, 6, 'one', 0), 3, 'two', 0.5);
    },
  ],
  [
    'a convolution that two layers read',
    (x) => {
      const shared = convolution(x, 2, 3, 'shared');
      const normalised = layers.layers.batchNormalization({ name: 'shared_bn' }).apply(shared) as Symbolic;
      return layers.layers.add().apply([leakyRelu(normalised, 'leaky'), shared]) as Symbolic;
    },
  ],
  [
    'a normalisation that is read before and after its LeakyReLU',
    (x) => {
      const normalised = layers.layers
        .batchNormalization({ name: 'twice_bn' })
        .apply(convolution(x, 2, 3, 'twice', 2)) as Symbolic;
      return layers.layers.add().apply([leakyRelu(normalised, 'leaky_twice'), normalised]) as Symbolic;
    },
  ],
];

describe('createPredictor', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  it.each(GRAPHS)('computes what the model computes: %s', async (_, graph) => {
    const model = modelOf(graph);
    const predictor = createPredictor(model);
    const x = drawTensor([3, 8, 8, 1]);
    const expected = await (model.predict(x) as tf.Tensor).data();
    expect(await predictor.predict(x).data()).toBeAllclose(expected, { relative: 1e-5, absolute: 1e-5 });
  });

  it('keeps nothing but the folded weights, and frees them', () => {
    const model = modelOf((x) => residualBlock(x, 4, 'freed', 2));
    const x = drawTensor([1, 8, 8, 1]);
    const before = tf.memory().numTensors;
    const predictor = createPredictor(model);
    // Three convolutions, each with a kernel and a bias.
    expect(tf.memory().numTensors).toBe(before + 6);
    predictor.predict(x).dispose();
    expect(tf.memory().numTensors).toBe(before + 6);
    predictor.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
