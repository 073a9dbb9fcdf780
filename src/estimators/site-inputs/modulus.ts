/** Moduli beside real and imaginary parts: where a user is hardly shows in the phase of the carrier. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

/** Keeps the slope of the root finite. */
const SMALLEST = 1e-4;

/** [batch, rows, 2n] of re and im in turns → [batch, rows, 3n]: the same, then √|·|, which brings weak ones nearer to strong ones. */
export class Modulus extends layers.layers.Layer {
  static className = 'WaveFixModulus';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor3D;
    const [batch, rows, width] = x.shape;
    return tf.tidy(() => {
      const pairs = tf.reshape(tf.square(x), [batch, rows, width / 2, 2]);
      const modulus = tf.pow(tf.add(tf.sum(pairs, 3), SMALLEST), 0.25);
      return tf.concat([x, modulus], 2);
    });
  }

  override computeOutputShape(inputShape: layers.Shape | layers.Shape[]): layers.Shape {
    const [batch, rows, width] = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as layers.Shape;
    return [batch, rows, ((width ?? 0) * 3) / 2];
  }
}
tf.serialization.registerClass(Modulus);
