import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { densityLoss, densityTarget } from './density-loss.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('the loss of the density network', () => {
  const predictions = [1, 2, 0.1, -0.2, 0.3, 7, 7, 0, 0, 0, -3, 4, -1, -1, 0, 0, 0, 2, 2, 2];
  const targets = [...densityTarget([2, 3], [true, false]), ...densityTarget([0, 0], [true, true])];

  it('is the mean surprise of the sites that hear somebody, by the definition of the density', async () => {
    expect(targets).toEqual([2, 3, 1, 0, 0, 0, 1, 1]);
    const one = (values: number[], x: number, y: number): number => {
      const [mx, my, a, b, c] = values;
      const first = Math.exp(a) * (x - mx) + c * Math.exp(b) * (y - my);
      const second = Math.exp(b) * (y - my);
      const determinant = Math.exp(a + b);
      const density = determinant * (1 + (first ** 2 + second ** 2) / 4) ** -3;
      return -Math.log(density) + 0.05 * Math.sqrt((x - mx) ** 2 + (y - my) ** 2 + 0.01);
    };
    const expected =
      (one(predictions.slice(0, 5), 2, 3) +
        one(predictions.slice(10, 15), 0, 0) +
        one(predictions.slice(15, 20), 0, 0)) /
      3;
    const loss = densityLoss(tf.tensor2d(predictions, [2, 10]), tf.tensor2d(targets, [2, 4]));
    expect((await loss.data())[0]).toBeCloseTo(expected, 5);
  });

  it('leaves a site alone that hears nobody', async () => {
    const gradient = tf.grad((x: tf.Tensor) => densityLoss(x as tf.Tensor2D, tf.tensor2d(targets, [2, 4])));
    const values = await gradient(tf.tensor2d(predictions, [2, 10])).data();
    expect(Array.from(values.subarray(5, 10))).toEqual([0, 0, 0, 0, 0]);
    expect(values.subarray(0, 5).every((value) => value !== 0)).toBe(true);
  });
});
