/** What a network costs, counted from its layers. */
import * as layers from '@tensorflow/tfjs-layers';

/** Trainable parameters of a model. */
export function countParameters(model: layers.LayersModel): number {
  return model.trainableWeights.reduce(
    (sum, weight) => sum + weight.shape.reduce<number>((n, d) => n * (d ?? 1), 1),
    0,
  );
}

/**
 * Floating-point operations of one forward pass of one sample: two per multiply–add of convolutions and dense layers,
 * which are all but a few per cent of the whole.
 */
export function countFlops(model: layers.LayersModel): number {
  let flops = 0;
  for (const layer of model.layers) {
    if (layer instanceof layers.LayersModel) {
      flops += countFlops(layer);
      continue;
    }
    const kernel = layer.trainableWeights.find((weight) => weight.originalName.endsWith('kernel'));
    if (!kernel) continue;
    const kernelSize = kernel.shape.reduce<number>((n, d) => n * (d ?? 1), 1);
    const output = layer.outputShape as layers.Shape;
    // The kernel is applied at every place between the batch and the channels.
    const pixels = output.slice(1, -1).reduce<number>((product, size) => product * (size ?? 1), 1);
    flops += 2 * kernelSize * pixels;
  }
  return flops;
}
