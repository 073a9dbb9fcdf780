/** The last layer of the density network: from what a site's head says to the centre and the precision of its density. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { ANCHOR_OFFSET, ANCHORS } from '../per-site/encoding.ts';

/** What a site's head puts out: a weight for every anchor and for the middle of the region, a shift, three precision numbers. */
export const HEAD_WIDTH = ANCHORS + 1 + 2 + 3;

/** What the layer puts out: centre x and y (metres from the region's centre), then the precision numbers a, b, c. */
export const DENSITY_WIDTH = 5;

/** A shift of one moves the centre by this share of the region's half side. */
const SHIFT = 0.3;

/** The density begins about as wide as a street block: e^{1.5} metres. */
const START = -1.5;

/** Bounds of a and b: the density is between 2.5 mm and 400 m wide. */
const LIMIT = 6;

/**
 * [inputs of a site, its head] → [batch, DENSITY_WIDTH]. The centre is a softmax mixture of the site's anchors and the middle of
 * the region, plus a shift; the precision is LᵀL with L = [eᵃ, c·eᵇ; 0, eᵇ] per metre.
 */
export class DensityHead extends layers.layers.Layer {
  static className = 'WaveFixDensityHead';
  /** Half the side of the region, metres. */
  private readonly scale: number;

  constructor(configuration: { readonly name: string; readonly scale: number }) {
    super({ name: configuration.name });
    this.scale = configuration.scale;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [measured, head] = inputs as [tf.Tensor2D, tf.Tensor2D];
    const [batch] = head.shape;
    return tf.tidy(() => {
      const weights = tf.softmax(tf.slice(head, [0, 0], [batch, ANCHORS + 1]));
      const used = tf.slice(weights, [0, 0], [batch, ANCHORS]);
      const anchors = tf.reshape<tf.Rank.R3>(tf.slice(measured, [0, ANCHOR_OFFSET], [batch, 2 * ANCHORS]), [
        batch,
        ANCHORS,
        2,
      ]);
      const mixed = tf.sum(tf.mul(anchors, tf.reshape(used, [batch, ANCHORS, 1])), 1);
      const shift = tf.slice(head, [0, ANCHORS + 1], [batch, 2]);
      const centre = tf.mul(tf.add(mixed, tf.mul(shift, SHIFT)), this.scale);
      const shape = tf.add(tf.slice(head, [0, ANCHORS + 3], [batch, 3]), tf.tensor1d([START, START, 0]));
      return tf.concat([centre, tf.clipByValue(shape, -LIMIT, LIMIT)], 1);
    });
  }

  override computeOutputShape(inputShape: layers.Shape | layers.Shape[]): layers.Shape {
    const [batch] = inputShape[0] as layers.Shape;
    return [batch, DENSITY_WIDTH];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), scale: this.scale };
  }
}
tf.serialization.registerClass(DensityHead);
