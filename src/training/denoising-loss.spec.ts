import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { denoisingLoss, denoisingTarget } from './denoising-loss.ts';
import { densityLoss } from './density-loss.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('the loss of the denoisers', () => {
  it('weighs each heard site by the noise, and adds that of the densities', async () => {
    const density = [12, 7, 1, 0];
    const sigmas = [0.1, 3];
    const target = denoisingTarget(density, [0.2, -0.1], sigmas);
    const out = (0.1 * 0.5) / Math.hypot(0.1, 0.5);
    expect(target).toHaveLength(8);
    expect(target.slice(6)).toBeAllclose([1 / out ** 2, 0]);
    const densities = [11, 8, 0.3, 0.1, -0.2, 5, 5, 0, 0, 0];
    const predictions = tf.tensor2d([...densities, 0.25, -0.12, 9, 9], [1, 14]);
    const [value] = await denoisingLoss(predictions, tf.tensor2d(target, [1, 8])).data();
    const [alone] = await densityLoss(tf.tensor2d(densities, [1, 10]), tf.tensor2d(density, [1, 4])).data();
    expect(value - alone).toBeCloseTo((0.05 ** 2 + 0.02 ** 2) / out ** 2, 5);
  });
});
