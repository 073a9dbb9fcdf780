/** Takes one site, or some columns of it, out of what all of them have. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

/** Which part is taken. */
export interface SiteSliceConfiguration {
  readonly name: string;
  readonly site: number;
  /** First column, 0 by default. */
  readonly from?: number;
  /** Number of columns; all that follow by default. */
  readonly width?: number;
}

/** [batch, sites, inputs] → [batch, width]. */
export class SiteSlice extends layers.layers.Layer {
  static className = 'WaveFixSiteSlice';
  private readonly site: number;
  private readonly from: number;
  private readonly width: number | undefined;

  constructor({ name, site, from, width }: SiteSliceConfiguration) {
    super({ name });
    this.site = site;
    this.from = from ?? 0;
    this.width = width;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor3D;
    const [batch, , all] = x.shape;
    const width = this.width ?? all - this.from;
    return tf.tidy(() => tf.reshape(tf.slice(x, [0, this.site, this.from], [batch, 1, width]), [batch, width]));
  }

  override computeOutputShape(inputShape: layers.Shape | layers.Shape[]): layers.Shape {
    const [batch, , all] = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as layers.Shape;
    return [batch, this.width ?? (all ?? 0) - this.from];
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { site, from, width } = this;
    const config = { ...super.getConfig(), site, from };
    return width === undefined ? config : { ...config, width };
  }
}
tf.serialization.registerClass(SiteSlice);
