import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { NOISE_RANGE } from '../estimators/diffusion/edm.ts';
import { createRandom } from '../numerics/random.ts';
import { consistencyLoss, consistencyTarget, lesserNoise } from './consistency-loss.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** About the middle, as wide along every axis. */
const roundGaussian = (deviation: number): number[] => [0, 0, Math.log(deviation), Math.log(deviation), 1, 0];

describe('the loss of the consistency functions', () => {
  it('is the norm between the two answers, or from the truth, in widths', async () => {
    const pairs = [
      { greater: 0.1, lesser: 0.05 },
      { greater: 3, lesser: 0 },
      { greater: 1, lesser: 0.5 },
    ];
    const target = consistencyTarget([0.2, -0.1], pairs, [true, true, false]);
    expect(target).toEqual([0.2, -0.1, 0.1, 3, 1, 1, 1, 0, 1, 0, 1]);
    const greater = [0.25, -0.12, 0.3, 0.1, 9, 9];
    const lesser = [0.22, -0.16, 5, 5, 7, 7];
    const gaussians = [0, 1, 2].flatMap(() => roundGaussian(0.5));
    const predictions = tf.tensor2d([...greater, ...gaussians, ...lesser, ...gaussians], [2, 24]);
    const [value] = await consistencyLoss(predictions, tf.tensor2d([...target, ...target], [2, 11])).data();
    const out = [0.1, 3].map((sigma) => (sigma * 0.5) / Math.hypot(sigma, 0.5));
    const expected = (0.05 / out[0] + Math.hypot(0.1, 0.2) / out[1]) / 2;
    expect(Math.abs(value - expected)).toBeLessThan(0.03);
  });

  it('stands still at the probability flow of a Gaussian posterior, and leads there from either side', async () => {
    // f = (s²/(s² + σ²))^p·x keeps what has no noise; with p = ½ it is the flow (Karras et al. 2022, eq. 4, integrated).
    const deviation = 0.1;
    const random = createRandom(6);
    const count = 1500;
    const [ratio, greater] = [0.97, 0.15];
    const targetRow = consistencyTarget([0, 0], [{ greater, lesser: ratio * greater }], [true]);
    const targets = tf.tensor2d(Array.from({ length: 2 * count }, () => targetRow).flat(), [2 * count, 5]);
    const points = new Float32Array(4 * count);
    for (let i = 0; i < 2 * count; i++) {
      const [truth, noise] = [deviation * random.normal(), random.normal()];
      points[i] = truth + greater * noise;
      points[2 * count + i] = truth + ratio * greater * noise;
    }
    const shrink = [greater, ratio * greater].map((sigma) => deviation ** 2 / (deviation ** 2 + sigma ** 2));
    const x = tf.tensor2d(points, [2 * count, 2]);
    const base = tf.tensor2d(
      Array.from({ length: 2 * count }, (_, i) => shrink[i < count ? 0 : 1]),
      [2 * count, 1],
    );
    const gaussians = tf.tile(tf.tensor2d(roundGaussian(deviation), [1, 6]), [2 * count, 1]);
    const slopeAt = async (power: number): Promise<number> => {
      const slope = tf.grad((p: tf.Tensor) =>
        consistencyLoss(tf.concat<tf.Tensor2D>([tf.mul(x, tf.pow(base, p)), gaussians], 1), targets),
      );
      return (await slope(tf.scalar(power)).data())[0];
    };
    const [below, at, above] = [await slopeAt(0.4), await slopeAt(0.5), await slopeAt(0.6)];
    expect(below).toBeLessThan(0);
    expect(above).toBeGreaterThan(0);
    expect(Math.abs(at)).toBeLessThan(0.25 * Math.min(-below, above));
  });
});

describe('the pairs of noises', () => {
  it('begin with the truth for every noise, the largest included, and draw near to each other', () => {
    const { largest, smallest } = NOISE_RANGE;
    for (const sigma of [smallest, 1e-3, 0.1, largest]) expect(lesserNoise(sigma, 0)).toBe(0);
    const ratios = [0.25, 0.45, 0.65, 0.85].map((progress) => lesserNoise(largest, progress) / largest);
    expect(ratios).toBeAllclose([0.5, 0.75, 0.875, 0.9375], { absolute: 1e-3 });
    // What hides nothing goes on being told the truth.
    expect(lesserNoise(1e-4, 0.5)).toBe(0);
    expect(lesserNoise(1e-2, 0.99)).toBeLessThan(1e-2);
  });
});
