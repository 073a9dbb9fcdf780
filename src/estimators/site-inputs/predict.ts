/** Runs a network of several sites for some users. */
import * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import type { SiteInputs } from './inputs.ts';

/** What the network answers [count, outputs of a user]. */
export async function predictSites(model: layers.LayersModel, { count, values }: SiteInputs): Promise<Float32Array> {
  const [, sites, width] = model.inputs[0].shape as number[];
  const output = tf.tidy(
    () => model.predict(tf.tensor(values, [count, sites, width]), { batchSize: count }) as tf.Tensor,
  );
  const answers = Float32Array.from(await output.data());
  output.dispose();
  return answers;
}
