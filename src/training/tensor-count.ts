/** What a leak would show in. */
import * as tf from '@tensorflow/tfjs-core';

/** Tensors that are held on the backend now: between two steps of a training always as many. */
export function countTensors(): number {
  return tf.memory().numTensors;
}
