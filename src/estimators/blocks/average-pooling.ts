/**
 * Average pooling of 2×2 pixels with a gradient that every backend can compute: tfjs has no such kernel for wasm. The
 * gradient is written as what it is, each output's share spread over its four pixels. A saved model names the standard
 * layer and loads anywhere; this class exists while training only.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

/** Halves an image [batch, height, width, channels]; an odd last row or column is left out. */
export class AveragePooling extends layers.layers.Layer {
  /** The standard layer's name: what is saved is indistinguishable from it. */
  static className = 'AveragePooling2D';

  constructor(name: string) {
    super({ name });
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return halve((Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D);
  }

  override computeOutputShape(inputShape: layers.Shape): layers.Shape {
    const [batch, height, width, channels] = inputShape;
    return [batch, (height ?? 0) >> 1, (width ?? 0) >> 1, channels];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      poolSize: [2, 2],
      strides: [2, 2],
      padding: 'valid',
      dataFormat: 'channelsLast',
    };
  }
}

function halve(x: tf.Tensor4D): tf.Tensor4D {
  const [, height, width] = x.shape;
  const forward = tf.customGrad((...args) => {
    const [input] = args as [tf.Tensor4D];
    const value = tf.avgPool(input, 2, 2, 'valid');
    const gradFunc = (dy: tf.Tensor | tf.Tensor[]): tf.Tensor[] => {
      const share = tf.mul(dy as tf.Tensor4D, 0.25);
      // Every row twice, then every column twice.
      const [batch, rows, columns, channels] = share.shape;
      const tall = tf.reshape<tf.Rank.R4>(
        tf.concat(
          [1, 1].map(() => tf.reshape(share, [batch, rows, 1, columns * channels])),
          2,
        ),
        [batch, 2 * rows, columns, channels],
      );
      const spread = tf.reshape<tf.Rank.R4>(
        tf.concat(
          [1, 1].map(() => tf.reshape(tall, [batch * 2 * rows, columns, 1, channels])),
          2,
        ),
        [batch, 2 * rows, 2 * columns, channels],
      );
      return [
        tf.pad(spread, [
          [0, 0],
          [0, height - 2 * rows],
          [0, width - 2 * columns],
          [0, 0],
        ]),
      ];
    };
    return { value, gradFunc };
  });
  return forward(x);
}
