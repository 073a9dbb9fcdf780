import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { mapLoss } from './map-loss.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('the loss of the probability maps', () => {
  it('is the mean cross-entropy of the sites that hear somebody', async () => {
    const [first, second, silent, third] = [
      [0.3, -1, 2, 0.5],
      [1, 0, 0, -2],
      [9, 9, -9, 3],
      [0, 0.1, 0.2, 0.4],
    ];
    const predictions = tf.tensor2d([...first, ...second, ...silent, ...third], [2, 8]);
    const targets = tf.tensor2d([0.25, 0, 0.75, 0, 1, 1, 0, 1, 0, 0, 0, 1], [2, 6]);
    const surprise = (logits: number[], shares: number[]): number => {
      const total = Math.log(logits.reduce((sum, value) => sum + Math.exp(value), 0));
      return -shares.reduce((sum, share, cell) => sum + share * (logits[cell] - total), 0);
    };
    const [a, b] = [
      [0.25, 0, 0.75, 0],
      [0, 1, 0, 0],
    ];
    const [value] = await mapLoss(predictions, targets).data();
    expect(value).toBeCloseTo((surprise(first, a) + surprise(second, a) + surprise(third, b)) / 3, 5);
  });
});
