/** The last layer of a regression that knows anchors: a mixture of all of them and a shift. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { ANCHOR_OFFSET, ANCHORS } from '../per-site/encoding.ts';

/** A shift of one moves the position by this share of the region's half side. */
const SHIFT = 0.3;

/** What the layer asks for: a weight for every anchor and for the middle of the region, and a shift. */
export function anchorMixWidth(sites: number): number {
  return sites * ANCHORS + 1 + 2;
}

/** [links [batch, sites, SITE_INPUT_WIDTH], weights and shift [batch, anchorMixWidth]] → position [batch, 2], normalised. */
export class AnchorMix extends layers.layers.Layer {
  static className = 'WaveFixAnchorMix';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [links, head] = inputs as [tf.Tensor3D, tf.Tensor2D];
    const [batch, sites] = links.shape;
    const count = sites * ANCHORS;
    return tf.tidy(() => {
      const weights = tf.softmax(tf.slice(head, [0, 0], [batch, count + 1]));
      const anchors = tf.reshape<tf.Rank.R3>(tf.slice(links, [0, 0, ANCHOR_OFFSET], [batch, sites, 2 * ANCHORS]), [
        batch,
        count,
        2,
      ]);
      const used = tf.reshape(tf.slice(weights, [0, 0], [batch, count]), [batch, count, 1]);
      const shift = tf.slice(head, [0, count + 1], [batch, 2]);
      return tf.add(tf.sum(tf.mul(anchors, used), 1), tf.mul(shift, SHIFT));
    });
  }

  override computeOutputShape(inputShape: layers.Shape | layers.Shape[]): layers.Shape {
    return [(inputShape[0] as layers.Shape)[0], 2];
  }
}
tf.serialization.registerClass(AnchorMix);
