/** Losses between predicted and true normalised coordinates. */
import * as tf from '@tensorflow/tfjs-core';

/**
 * `mse`: mean squared error, as printed. `distance`: mean Euclidean distance, smoothed below 0.3 % of the region's half
 * length; it is what the reports state and forgives reports that no network can undo.
 */
export type LossKind = 'mse' | 'distance';

/** Below this normalised distance the `distance` loss turns quadratic. */
const SMOOTHING = 0.003;

/**
 * The mean loss of a batch.
 *
 * @param predictions [batch, outputs], normalised
 * @param targets [batch, outputs], normalised
 */
export function trainingLoss(kind: LossKind, predictions: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  const difference = tf.sub(predictions, targets);
  switch (kind) {
    case 'mse':
      return tf.mean(tf.square(difference));
    case 'distance':
      return tf.mean(tf.sqrt(tf.add(tf.sum(tf.square(difference), 1), SMOOTHING * SMOOTHING)));
    default:
      return kind satisfies never;
  }
}
