/** A dense layer with its own weights for every site: one batched matrix product in place of one small one a site. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { initialiser } from '../blocks/blocks.ts';

/** What a saved model says of the layer. */
export interface SiteDenseConfiguration {
  readonly name: string;
  readonly units: number;
  /** How the output begins: like any dense layer, or at zero, so that a residual branch starts as the identity. */
  readonly start: 'random' | 'zero';
}

/** [batch, sites, inputs] → [batch, sites, units]. */
export class SiteDense extends layers.layers.Layer {
  static className = 'WaveFixSiteDense';
  private readonly units: number;
  private readonly start: SiteDenseConfiguration['start'];
  private kernel!: layers.LayerVariable;
  private bias!: layers.LayerVariable;

  constructor(configuration: SiteDenseConfiguration) {
    super({ name: configuration.name });
    this.units = configuration.units;
    this.start = configuration.start;
  }

  override build(inputShape: layers.Shape | layers.Shape[]): void {
    const [, sites, inputs] = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as layers.Shape;
    const zeros = layers.initializers.zeros();
    const start = this.start === 'zero' ? zeros : siteNormal(this.name, inputs ?? 1);
    this.kernel = this.addWeight('kernel', [sites, inputs, this.units], 'float32', start);
    this.bias = this.addWeight('bias', [sites, 1, this.units], 'float32', zeros);
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    return tf.tidy(() => {
      const bySite = tf.transpose(x, [1, 0, 2]);
      const product = tf.add(tf.matMul(bySite, this.kernel.read()), this.bias.read());
      return tf.transpose(product, [1, 0, 2]);
    });
  }

  override computeOutputShape(inputShape: layers.Shape | layers.Shape[]): layers.Shape {
    const [batch, sites] = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as layers.Shape;
    return [batch, sites, this.units];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), units: this.units, start: this.start };
  }
}
tf.serialization.registerClass(SiteDense);

/** He-normal weights for every site: the layer's own fan-in, which an initialiser that sees three axes would not know. */
function siteNormal(name: string, inputs: number): ReturnType<typeof layers.initializers.randomNormal> {
  const { seed } = initialiser(name).getConfig() as { seed: number };
  return layers.initializers.randomNormal({ mean: 0, stddev: Math.sqrt(2 / inputs), seed });
}
