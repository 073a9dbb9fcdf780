/** Weights of chance for models that nobody trained: those that a model begins with leave parts of it silent. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { RandomGenerator } from '../../numerics/random.ts';

/** Replaces all weights by normal numbers around zero. */
export function stirWeights(model: LayersModel, random: RandomGenerator, standardDeviation: number): void {
  model.setWeights(
    model.getWeights().map(({ shape, size }) => {
      const values = new Float32Array(size);
      random.fillNormal(values, standardDeviation);
      return tf.tensor(values, shape);
    }),
  );
}
