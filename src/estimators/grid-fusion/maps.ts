/** Runs the network of the probability maps for some users. */
import * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import type { SiteInputs } from '../site-inputs/read-inputs.ts';
import { fuseMaps } from './fuse-maps.ts';

/** Fused maps [users][cells]; null for a user whom no site hears. */
export async function fusedMaps(model: layers.LayersModel, inputs: SiteInputs): Promise<(Float64Array | null)[]> {
  const { count, values, heard } = inputs;
  const [, sites, width] = model.inputs[0].shape as number[];
  const output = tf.tidy(
    () => model.predict(tf.tensor(values, [count, sites, width]), { batchSize: count }) as tf.Tensor2D,
  );
  const logits = await output.data<'float32'>();
  const size = output.shape[1];
  output.dispose();
  return heard.map((is, user) => fuseMaps(logits.subarray(user * size, (user + 1) * size), is, size / sites));
}
