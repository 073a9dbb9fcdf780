/**
 * LeakyReLU (eq. 15) in operations that wasm has in vectorised form. The saved model names the standard layer.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

/** x for x ≥ 0, αx below. */
export class LeakyRelu extends layers.layers.Layer {
  /** The standard layer's name: what is saved is indistinguishable from it. */
  static className = 'LeakyReLU';

  constructor(
    name: string,
    private readonly alpha: number,
  ) {
    super({ name });
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const alpha = this.alpha;
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    const forward = tf.customGrad((...args) => {
      const [input, save] = args as [tf.Tensor, tf.GradSaveFunc];
      save([input]);
      return {
        value: tf.prelu(input, tf.fill([input.shape[input.rank - 1]], alpha)),
        gradFunc: (dy: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]) =>
          tf.mul(dy as tf.Tensor, tf.step(saved[0], alpha)),
      };
    });
    return forward(x);
  }

  override computeOutputShape(inputShape: layers.Shape): layers.Shape {
    return inputShape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), alpha: this.alpha };
  }
}
