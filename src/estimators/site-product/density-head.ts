/** The last layer of the density network: from what a site's head says to the centre and the precision of its density. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { ANCHOR_OFFSET, ANCHORS } from '../per-site/encoding.ts';

/** Numbers of a shift, and of a precision. */
const [SHIFT_WIDTH, PRECISION_WIDTH] = [2, 3];

/** What a site's head puts out that measures anchors: a weight for each and for the middle of the region, a shift, a precision. */
export const MIXING_HEAD_WIDTH = ANCHORS + 1 + SHIFT_WIDTH + PRECISION_WIDTH;

/** What one puts out that knows none: a shift, a precision. */
export const HEAD_WIDTH = SHIFT_WIDTH + PRECISION_WIDTH;

/** What the layer puts out: centre x and y (metres from the region's centre), then the precision numbers a, b, c. */
export const DENSITY_WIDTH = 5;

/** A shift of one moves the centre by this share of the region's half side. */
const SHIFT = 0.3;

/** The density begins about as wide as a street block: e^{1.5} metres. */
const START = -1.5;

/** Bounds of a and b: the density is between 2.5 mm and 400 m wide. */
const LIMIT = 6;

/**
 * [measured inputs of a site, its head], or [the head] alone → [batch, DENSITY_WIDTH]. The centre is a softmax mixture of the
 * site's anchors and the middle of the region, or that middle, plus a shift; the precision is LᵀL with L = [eᵃ, c·eᵇ; 0, eᵇ] per
 * metre.
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
    const all = (Array.isArray(inputs) ? inputs : [inputs]) as tf.Tensor2D[];
    const head = all[all.length - 1];
    const measured = all.length > 1 ? all[0] : null;
    const [batch] = head.shape;
    return tf.tidy(() => {
      const from = measured ? ANCHORS + 1 : 0;
      const shift = tf.mul(tf.slice(head, [0, from], [batch, SHIFT_WIDTH]), SHIFT);
      const middle = measured ? tf.add(mixAnchors(measured, head), shift) : shift;
      const shape = tf.add(
        tf.slice(head, [0, from + SHIFT_WIDTH], [batch, PRECISION_WIDTH]),
        tf.tensor1d([START, START, 0]),
      );
      return tf.concat([tf.mul(middle, this.scale), tf.clipByValue(shape, -LIMIT, LIMIT)], 1);
    });
  }

  override computeOutputShape(inputShape: layers.Shape | layers.Shape[]): layers.Shape {
    const [batch] = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as layers.Shape;
    return [batch, DENSITY_WIDTH];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), scale: this.scale };
  }
}
tf.serialization.registerClass(DensityHead);

/** Where the anchors are, weighted as the head says [batch, 2], normalised. */
function mixAnchors(measured: tf.Tensor2D, head: tf.Tensor2D): tf.Tensor2D {
  const [batch] = head.shape;
  const weights = tf.softmax(tf.slice(head, [0, 0], [batch, ANCHORS + 1]));
  const used = tf.slice(weights, [0, 0], [batch, ANCHORS]);
  const anchors = tf.reshape<tf.Rank.R3>(tf.slice(measured, [0, ANCHOR_OFFSET], [batch, 2 * ANCHORS]), [
    batch,
    ANCHORS,
    2,
  ]);
  return tf.sum(tf.mul(anchors, tf.reshape(used, [batch, ANCHORS, 1])), 1);
}
