/** The condition's own guesses of the position, next to its code. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { ANCHOR_OFFSET } from '../per-site/encoding.ts';
import { GUESSES } from './noisy-features.ts';

/**
 * [measured inputs of a site, its density] → centre of the density, first and strongest anchor, normalised [batch, 6].
 */
export class Guesses extends layers.layers.Layer {
  static className = 'WaveFixGuesses';
  /** Half the side of the region, metres. */
  private readonly scale: number;

  constructor(configuration: { readonly name: string; readonly scale: number }) {
    super({ name: configuration.name });
    this.scale = configuration.scale;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [measured, density] = inputs as [tf.Tensor2D, tf.Tensor2D];
    const [batch] = measured.shape;
    return tf.tidy(() => {
      const centre = tf.div(tf.slice(density, [0, 0], [batch, 2]), this.scale);
      return tf.concat([centre, tf.slice(measured, [0, ANCHOR_OFFSET], [batch, 2 * (GUESSES - 1)])], 1);
    });
  }

  override computeOutputShape(inputShape: layers.Shape | layers.Shape[]): layers.Shape {
    return [(inputShape[0] as layers.Shape)[0], 2 * GUESSES];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), scale: this.scale };
  }
}
tf.serialization.registerClass(Guesses);
