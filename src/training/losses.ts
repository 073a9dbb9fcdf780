/** Losses between what a network predicts and what is true. */
import * as tf from '@tensorflow/tfjs-core';
import { consistencyLoss } from './consistency-loss.ts';
import { denoisingLoss } from './denoising-loss.ts';
import { densityLoss } from './density-loss.ts';
import { mapLoss } from './map-loss.ts';

/**
 * `mse`: mean squared error, as printed. `distance`: mean Euclidean distance, smoothed below 0.3 % of the region's half
 * length; it is what the reports state and forgives reports that no network can undo. Both are of normalised coordinates.
 * `site-densities`: see `densityLoss`; `site-denoising`: see `denoisingLoss`; `site-consistency`: see
 * `consistencyLoss`; `site-maps`: see `mapLoss`.
 */
export type LossKind = 'mse' | 'distance' | 'site-densities' | 'site-denoising' | 'site-consistency' | 'site-maps';

/** Below this normalised distance the `distance` loss turns quadratic. */
const SMOOTHING = 0.003;

/**
 * The mean loss of a batch.
 *
 * @param predictions [batch, outputs]
 * @param targets [batch, targets], as many as the loss asks for
 */
export function trainingLoss(kind: LossKind, predictions: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  switch (kind) {
    case 'mse':
      return tf.mean(tf.square(tf.sub(predictions, targets)));
    case 'distance':
      return tf.mean(tf.sqrt(tf.add(tf.sum(tf.square(tf.sub(predictions, targets)), 1), SMOOTHING * SMOOTHING)));
    case 'site-densities':
      return densityLoss(predictions, targets);
    case 'site-denoising':
      return denoisingLoss(predictions, targets);
    case 'site-consistency':
      return consistencyLoss(predictions, targets);
    case 'site-maps':
      return mapLoss(predictions, targets);
    default:
      return kind satisfies never;
  }
}
