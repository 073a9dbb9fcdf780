/** Dropout whose masks a seed determines, so that a training run can be repeated and resumed exactly. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

/** Zeroes a share of its inputs while training and scales the rest up; does nothing otherwise. */
export class SeededDropout extends layers.layers.Layer {
  /** The standard layer's name: what is saved is indistinguishable from it. */
  static className = 'Dropout';
  /** Seed of the next mask; the training loop sets it before every step. */
  maskSeed = 0;

  constructor(
    name: string,
    private readonly rate: number,
  ) {
    super({ name });
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    if (kwargs.training !== true) return x;
    const kept = tf.cast(
      tf.greaterEqual(tf.randomUniform(x.shape, 0, 1, 'float32', this.maskSeed), this.rate),
      'float32',
    );
    return tf.mul(x, tf.mul(kept, 1 / (1 - this.rate)));
  }

  override computeOutputShape(inputShape: layers.Shape): layers.Shape {
    return inputShape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate };
  }
}
