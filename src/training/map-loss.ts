/** Loss of the probability maps: how unlikely each site's map finds the cells around the truth. */
import * as tf from '@tensorflow/tfjs-core';

/**
 * Mean cross-entropy over the links that are heard, −Σ_c share_c·log softmax(logits)_c.
 *
 * @param predictions logits [batch, sites · cells]
 * @param targets [batch, cells + sites]: the truth's shares of the cells, and one where a site hears the user
 */
export function mapLoss(predictions: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  const [batch, width] = targets.shape;
  // sites · cells and sites + cells are known.
  const product = predictions.shape[1];
  const sites = Math.round((width - Math.sqrt(width * width - 4 * product)) / 2);
  const cells = width - sites;
  const logits = tf.reshape<tf.Rank.R3>(predictions, [batch, sites, cells]);
  const shares = tf.reshape(tf.slice(targets, [0, 0], [batch, cells]), [batch, 1, cells]);
  const heard = tf.slice(targets, [0, cells], [batch, sites]);
  const surprise = tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), shares), 2));
  return tf.div(tf.sum(tf.mul(surprise, heard)), tf.maximum(tf.sum(heard), 1));
}
