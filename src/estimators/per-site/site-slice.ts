/** Takes one site out of what all of them measured. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

/** [batch, sites, inputs] → [batch, inputs]. */
export class SiteSlice extends layers.layers.Layer {
  static className = 'WaveFixSiteSlice';
  private readonly site: number;

  constructor(configuration: { readonly name: string; readonly site: number }) {
    super({ name: configuration.name });
    this.site = configuration.site;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor3D;
    const [batch, , width] = x.shape;
    return tf.tidy(() => tf.reshape(tf.slice(x, [0, this.site, 0], [batch, 1, width]), [batch, width]));
  }

  override computeOutputShape(inputShape: layers.Shape | layers.Shape[]): layers.Shape {
    const [batch, , width] = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as layers.Shape;
    return [batch, width];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), site: this.site };
  }
}
tf.serialization.registerClass(SiteSlice);
