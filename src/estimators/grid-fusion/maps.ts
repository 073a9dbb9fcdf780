/** Runs the network of the probability maps for some users. */
import type * as layers from '@tensorflow/tfjs-layers';
import { predictSites } from '../site-inputs/predict.ts';
import type { SiteInputs } from '../site-inputs/inputs.ts';
import { fuseMaps } from './fuse-maps.ts';

/** Fused maps [users][cells]; null for a user whom no site hears. */
export async function fusedMaps(model: layers.LayersModel, inputs: SiteInputs): Promise<(Float64Array | null)[]> {
  const { count, heard } = inputs;
  const [, sites] = model.inputs[0].shape as number[];
  const logits = await predictSites(model, inputs);
  const size = logits.length / count;
  return heard.map((is, user) => fuseMaps(logits.subarray(user * size, (user + 1) * size), is, size / sites));
}
