/** Feature-wise modulation: x·(1 + γ) + β with γ and β side by side in the second input. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

/** [x [batch, n], modulation [batch, 2n]] → [batch, n] (Perez et al. 2018, AAAI 32). */
export class Film extends layers.layers.Layer {
  static className = 'WaveFixFilm';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [x, modulation] = inputs as [tf.Tensor2D, tf.Tensor2D];
    const [batch, width] = x.shape;
    return tf.tidy(() => {
      const gamma = tf.slice(modulation, [0, 0], [batch, width]);
      const beta = tf.slice(modulation, [0, width], [batch, width]);
      return tf.add(tf.add(x, tf.mul(x, gamma)), beta);
    });
  }

  override computeOutputShape(inputShape: layers.Shape | layers.Shape[]): layers.Shape {
    return inputShape[0] as layers.Shape;
  }
}
tf.serialization.registerClass(Film);
