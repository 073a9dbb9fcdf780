/** Starts a training with what another one has learnt. */
import * as layers from '@tensorflow/tfjs-layers';
import { INPUT_METADATA } from '../estimators/site-inputs/metadata.ts';
// Registers the layers that a file may name.
import '../estimators/diffusion/network.ts';
import { decodeModelOf } from '../estimators/weights/format.ts';
import type { WeightSource } from '../estimators/weights/source.ts';

/**
 * Takes over the layers of the same names from a trained network of several sites; both may hold models within.
 *
 * @param estimator whose weights they are
 * @returns how many layers were taken over
 * @throws LabError 'missing-weights' or 'bad-file'; see `decodeModelOf`
 */
export async function startFrom(model: layers.LayersModel, source: WeightSource, estimator: string): Promise<number> {
  const { handler } = await decodeModelOf(source, estimator, INPUT_METADATA);
  const start = await layers.loadLayersModel(handler);
  const taken = takeOver(model, start);
  start.dispose();
  return taken;
}

/** The same from a model in memory. */
export function takeOver(model: layers.LayersModel, from: layers.LayersModel): number {
  const trained = allLayers(from).filter(({ weights }) => weights.length > 0);
  let taken = 0;
  for (const layer of allLayers(model)) {
    const other = trained.find(({ name }) => name === layer.name);
    if (!other) continue;
    layer.setWeights(other.getWeights());
    taken++;
  }
  return taken;
}

function allLayers(model: layers.LayersModel): layers.layers.Layer[] {
  return model.layers.flatMap((layer) => (layer instanceof layers.LayersModel ? allLayers(layer) : [layer]));
}
