/** The condition's own guesses of the position, next to its code. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { RECALLED } from '../known-places/memory.ts';
import { ANCHOR_OFFSET } from '../per-site/encoding.ts';
import { GAUSSIAN_WIDTH, siteGaussian } from './site-gaussian.ts';

/** Anchors among the guesses: where the recalled places agree, the most alike of them, the first and the strongest path's. */
export const GUESSED_ANCHORS = 4;
const PAIRS = [0, RECALLED];

/** Columns of the guesses: the density as a Gaussian, then the anchors x and y; normalised. */
export const GUESS_WIDTH = GAUSSIAN_WIDTH + 2 * GUESSED_ANCHORS;

/**
 * [measured inputs of a site, its density] → [batch, GUESS_WIDTH]; of [the density] alone, which knows no anchors, its centre
 * stands for each of them.
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
    const all = (Array.isArray(inputs) ? inputs : [inputs]) as tf.Tensor2D[];
    const density = all[all.length - 1];
    const measured = all.length > 1 ? all[0] : null;
    const [batch] = density.shape;
    return tf.tidy(() => {
      const gaussian = siteGaussian(density, this.scale);
      const anchors = measured
        ? PAIRS.map((first) => tf.slice(measured, [0, ANCHOR_OFFSET + 2 * first], [batch, 4]))
        : [tf.tile(tf.slice(gaussian, [0, 0], [batch, 2]), [1, GUESSED_ANCHORS])];
      return tf.concat<tf.Tensor2D>([gaussian, ...anchors], 1);
    });
  }

  override computeOutputShape(inputShape: layers.Shape | layers.Shape[]): layers.Shape {
    const [batch] = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as layers.Shape;
    return [batch, GUESS_WIDTH];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), scale: this.scale };
  }
}
tf.serialization.registerClass(Guesses);
