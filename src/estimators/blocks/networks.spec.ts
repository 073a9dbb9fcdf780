import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../numerics/random.ts';
import { CNN } from '../cnn/network.ts';
import { FCNET } from '../fcnet/network.ts';
import { FE_FCNET } from '../fe-fcnet/network.ts';
import { MSRN } from '../msrn/network.ts';
import { inputShape } from '../network/definition.ts';
import { PE_FCNET } from '../pe-fcnet/network.ts';
import { PE_MSN } from '../pe-msn/network.ts';
import { PE_MSRN } from '../pe-msrn/network.ts';
import { PE_MSRN_HARMONIC } from '../pe-msrn-harmonic/network.ts';
import { PE_MSRN_PLUS } from '../pe-msrn-plus/network.ts';
import { PE_SRN } from '../pe-srn/network.ts';
import { residualAttention } from './attention.ts';
import { AveragePooling } from './average-pooling.ts';
import { convolutionUnit } from './blocks.ts';
import { countFlops, countParameters } from './cost.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const random = createRandom(31);
const values = (size: number): Float32Array => Float32Array.from({ length: size }, () => random.normal());

describe('AveragePooling', () => {
  it.each([4, 5])(
    'gives the outputs of the tfjs layer on %i pixels, and the gradient of what it computes',
    async (side) => {
      const x = tf.tensor(values(2 * side * side * 3), [2, side, side, 3]);
      const ours = new AveragePooling(`ours_${side}`);
      const theirs = layers.layers.averagePooling2d({ poolSize: 2, name: `theirs_${side}` });
      const apply = (layer: layers.layers.Layer) => (input: tf.Tensor) => layer.apply(input) as tf.Tensor;
      expect(await apply(ours)(x).data()).toBeAllclose(await apply(theirs)(x).data(), { relative: 1e-6 });
      const dy = tf.tensor(values(2 * 2 * 2 * 3), [2, 2, 2, 3]);
      const [gradient] = tf.grads(apply(ours))([x], dy);
      const [expected] = tf.grads(apply(theirs))([x], dy);
      expect(gradient.shape).toEqual(x.shape);
      expect(await gradient.data()).toBeAllclose(await expected.data(), { relative: 1e-6, absolute: 1e-7 });
    },
  );
});

describe('residualAttention', () => {
  it('computes σ(x + a(q ⊙ k) ⊙ v), and costs the 3δ² multiply–adds of eq. 22', async () => {
    const units = 5;
    const input = layers.input({ shape: [units] });
    const model = layers.model({ inputs: input, outputs: residualAttention(input, 'tanh', 'block') });
    expect(countFlops(model)).toBe(2 * 3 * units * units);
    const x = values(units);
    const output = await (model.predict(tf.tensor2d(x, [1, units])) as tf.Tensor).data();
    const map = async (part: string): Promise<number[]> => {
      const [kernel, bias] = model.getLayer(`block_${part}`).getWeights();
      const [w, b] = [await kernel.data(), await bias.data()];
      return Array.from({ length: units }, (_, j) => x.reduce((sum, value, i) => sum + value * w[i * units + j], b[j]));
    };
    const [q, k, v] = [await map('query'), await map('key'), await map('value')];
    const sums = q.map((_, i) => x[i] + Math.tanh(q[i] * k[i]) * v[i]);
    expect(output).toBeAllclose(
      sums.map((sum) => (sum > 0 ? sum : 0.01 * sum)),
      { relative: 1e-5, absolute: 1e-6 },
    );
  });
});

describe('the cost of a network', () => {
  it('is what one counts by hand on a small one', () => {
    const input = layers.input({ shape: [6, 6, 1] });
    const unit = convolutionUnit(input, 4, 3, 'hand', 2);
    const flat = layers.layers.flatten().apply(unit) as layers.SymbolicTensor;
    const dense = layers.layers.dense({ units: 3 }).apply(flat) as layers.SymbolicTensor;
    const model = layers.model({ inputs: input, outputs: dense });
    // A 3×3 kernel from 1 to 4 channels without offset, scale and offset of 4 channels, 36 values to 3 with offsets.
    expect(countParameters(model)).toBe(9 * 4 + 2 * 4 + 36 * 3 + 3);
    // Two operations per multiply–add: 3×3 pixels are left by the stride.
    expect(countFlops(model)).toBe(2 * (9 * 9 * 4 + 36 * 3));
  });
});

describe('the networks of the paper', () => {
  const build = (definition: typeof PE_MSRN, features: number, baseWidth: number): layers.LayersModel =>
    definition.build({ inputShape: inputShape(definition, features), baseWidth, dropout: 0 });

  it.each([
    [PE_MSRN, 32, 4],
    [PE_MSN, 32, 4],
    [PE_SRN, 32, 4],
    [MSRN, 16, 4],
    [PE_MSRN_HARMONIC, 32, 4],
    [CNN, 32, 4],
    [FCNET, 5, 16],
    [FE_FCNET, 19, 16],
    [PE_FCNET, 32, 16],
    [PE_MSRN_PLUS, 48, 16],
  ] as const)(
    '$id makes three coordinates, and every shown layer of it exists or belongs to another',
    (definition, features, width) => {
      const model = build(definition, features, width);
      expect(model.outputs[0].shape).toEqual([null, 3]);
      const shown = definition.shown.filter(([name]) => model.layers.some((layer) => layer.name === name));
      expect(shown.length).toBeGreaterThanOrEqual(4);
      expect(countParameters(model)).toBeGreaterThan(0);
      model.dispose();
    },
  );

  it('lose the parts that the ablations take away, and nothing else', () => {
    const names = (definition: typeof PE_MSRN): string[] =>
      build(definition, 32, 2)
        .layers.map((layer) => layer.name)
        .sort();
    const whole = names(PE_MSRN);
    const without = (pattern: RegExp): string[] => whole.filter((name) => !pattern.test(name));
    expect(names(MSRN)).toEqual(whole);
    expect(names(PE_SRN)).toEqual(without(/^multi_scale/));
    expect(names(PE_MSN).filter((name) => /shortcut|_sum$/.test(name))).toEqual([]);
    const parameters = (definition: typeof PE_MSRN): number => countParameters(build(definition, 32, 2));
    // The shortcuts of the blocks (2→4, 4→8, 8→16) and of the multi-scale block (16→16): kernels, scales and offsets.
    const shortcuts = [2 * 4, 4 * 8, 8 * 16, 16 * 16].reduce((sum, kernel) => sum + kernel, 0) + 2 * (4 + 8 + 16 + 16);
    expect(parameters(PE_MSRN) - parameters(PE_MSN)).toBe(shortcuts);
  });

  it('cost, the fully connected ones, what table 3 says once its unit is known', () => {
    // The paper counts a multiply–add of the attention maps as one operation, of the other layers as two, and multiplies with
    // the epochs: ε·(2Dδ + 3ξδ² + 2ξδ + 2δρ) a training sample (eq. 24).
    const printed = (epochs: number, inputs: number, units: number, blocks: number): number =>
      epochs * (2 * inputs * units + 3 * blocks * units ** 2 + 2 * blocks * units + 2 * units * 3);
    const table = [printed(200, 5, 64, 2), printed(80, 19, 512, 4), printed(100, 32, 512, 4)];
    expect(table).toBeAllclose([5.17e6, 2.53e8, 3.19e8], { relative: 4e-3 });
    // Ours, for one forward pass: the same layers, two operations per multiply–add, and the dense layers that eq. 24 leaves out.
    const forward = (inputs: number, units: number, blocks: number, dense: readonly number[]): number => {
      const widths = [units, ...dense, 3];
      const tail = widths.slice(1).reduce((sum, width, i) => sum + 2 * widths[i] * width, 0);
      return 2 * inputs * units + 2 * 3 * blocks * units ** 2 + tail;
    };
    expect(countFlops(build(FCNET, 5, 64))).toBe(forward(5, 64, 2, [64]));
    expect(countFlops(build(FE_FCNET, 19, 512))).toBe(forward(19, 512, 4, [512, 256]));
    expect(countFlops(build(PE_FCNET, 32, 512))).toBe(forward(32, 512, 4, [512, 256, 128, 128]));
  });
});
