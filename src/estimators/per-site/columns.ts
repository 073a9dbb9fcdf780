/** Takes some columns out of rows. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

/** Which ones are taken. */
export interface ColumnsConfiguration {
  readonly name: string;
  /** The first one. */
  readonly from: number;
  /** How many. */
  readonly width: number;
}

/** [batch, n] → [batch, width]. */
export class Columns extends layers.layers.Layer {
  static className = 'WaveFixColumns';
  private readonly from: number;
  private readonly width: number;

  constructor({ name, from, width }: ColumnsConfiguration) {
    super({ name });
    this.from = from;
    this.width = width;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor2D;
    return tf.slice(x, [0, this.from], [x.shape[0], this.width]);
  }

  override computeOutputShape(inputShape: layers.Shape | layers.Shape[]): layers.Shape {
    const [batch] = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as layers.Shape;
    return [batch, this.width];
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { from, width } = this;
    return { ...super.getConfig(), from, width };
  }
}
tf.serialization.registerClass(Columns);
