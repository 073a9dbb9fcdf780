import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { denoisingLoss, denoisingTarget } from './denoising-loss.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('the loss of the denoisers', () => {
  it('weighs each heard site by its Gaussian and its noise', async () => {
    const target = denoisingTarget([0.2, -0.1], [0.1, 3], [true, false]);
    expect(target).toEqual([0.2, -0.1, 0.1, 3, 1, 0]);
    // Major axis along y, half a unit; a tenth along x.
    const gaussian = [0, 0, Math.log(0.5), Math.log(0.1), -1, 0];
    const predictions = tf.tensor2d([0.25, -0.12, 9, 9, ...gaussian, ...gaussian], [1, 16]);
    const [value] = await denoisingLoss(predictions, tf.tensor2d(target, [1, 6])).data();
    const out = [0.1, 0.5].map((deviation) => (0.1 * deviation) / Math.hypot(0.1, deviation));
    const squared = (0.05 / out[0]) ** 2 + (0.02 / out[1]) ** 2;
    expect(value).toBeCloseTo(4 * Math.log1p(squared / 4), 4);
  });
});
