/** The last layer of the density network: from what a site's head says to the centre and the precision of its density. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { LISTED_PATHS } from '../../features/taps/link-features.ts';
import { ANCHOR_OFFSET } from '../per-site/encoding.ts';

/** What a site's head puts out: a weight for every anchor and for the middle of the region, a shift, three precision numbers. */
export const HEAD_WIDTH = LISTED_PATHS + 1 + 2 + 3;

/** What the layer puts out: centre x and y (metres from the region's centre), then the precision numbers a, b, c. */
export const DENSITY_WIDTH = 5;

/** A shift of one moves the centre by this share of the region's half side. */
const SHIFT = 0.3;

/** The density begins about as wide as a street block: e^{1.5} metres. */
const START = -1.5;

/** Bounds of a and b: between 7 minutes' walk and a millimetre. */
const LIMIT = 6;

/**
 * [inputs, head] → [batch, sites · 5]. The centre is a softmax mixture of the site's anchors and the middle of the region, plus a
 * shift; the precision is LᵀL with L = [eᵃ, c·eᵇ; 0, eᵇ] per metre.
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
    const [links, head] = inputs as [tf.Tensor3D, tf.Tensor3D];
    const [batch, sites] = head.shape;
    return tf.tidy(() => {
      const weights = tf.softmax(tf.slice(head, [0, 0, 0], [batch, sites, LISTED_PATHS + 1]));
      const anchors = tf.slice(links, [0, 0, ANCHOR_OFFSET], [batch, sites, 2 * LISTED_PATHS]);
      const used = tf.slice(weights, [0, 0, 0], [batch, sites, LISTED_PATHS]);
      const mixed = tf.sum(
        tf.mul(
          tf.reshape<tf.Rank.R4>(anchors, [batch, sites, LISTED_PATHS, 2]),
          tf.reshape<tf.Rank.R4>(used, [batch, sites, LISTED_PATHS, 1]),
        ),
        2,
      );
      const shift = tf.slice(head, [0, 0, LISTED_PATHS + 1], [batch, sites, 2]);
      const centre = tf.mul(tf.add(mixed, tf.mul(shift, SHIFT)), this.scale);
      const shape = tf.add(tf.slice(head, [0, 0, LISTED_PATHS + 3], [batch, sites, 3]), tf.tensor1d([START, START, 0]));
      return tf.reshape(tf.concat([centre, tf.clipByValue(shape, -LIMIT, LIMIT)], 2), [batch, sites * DENSITY_WIDTH]);
    });
  }

  override computeOutputShape(inputShape: layers.Shape | layers.Shape[]): layers.Shape {
    const [batch, sites] = inputShape[0] as layers.Shape;
    return [batch, (sites ?? 1) * DENSITY_WIDTH];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), scale: this.scale };
  }
}
tf.serialization.registerClass(DensityHead);
