/**
 * The paper's plain CNN (Algorithm 2, table 2): three convolutions of 32, 64 and 128 channels, pooling, three dense layers of
 * which the last gives the coordinates. It reads the same image as PE-MSRN: table 2 says J, although the text counts the
 * positional encoding among what it lacks.
 */
import * as layers from '@tensorflow/tfjs-layers';
import { AveragePooling } from '../blocks/average-pooling.ts';
import { convolutionUnit, denseUnit, positionOutput } from '../blocks/blocks.ts';
import type { NetworkArchitecture, NetworkDefinition } from '../network/definition.ts';

/** Units of the two hidden dense layers. */
const DENSE_UNITS = 512;

/** The image is halved after a convolution for as long as it is at least this wide. */
const SMALLEST_POOLED = 3;

/**
 * @param architecture `baseWidth`: channels of the first convolution, 32 in the paper
 */
function build({ inputShape, baseWidth, dropout }: NetworkArchitecture): layers.LayersModel {
  const input = layers.input({ shape: [...inputShape], name: 'feature_image' });
  let x: layers.SymbolicTensor = input;
  for (const [index, factor] of [1, 2, 4].entries()) {
    x = convolutionUnit(x, factor * baseWidth, 3, `convolution_${index + 1}`);
    if ((x.shape[1] ?? 0) >= SMALLEST_POOLED) {
      x = new AveragePooling(`pooling_${index + 1}`).apply(x) as layers.SymbolicTensor;
    }
  }
  x = layers.layers.flatten({ name: 'flat' }).apply(x) as layers.SymbolicTensor;
  for (const number of [1, 2]) x = denseUnit(x, DENSE_UNITS, `dense_${number}`, dropout);
  return layers.model({ inputs: input, outputs: positionOutput(x), name: 'cnn' });
}

/** The definition. */
export const CNN: NetworkDefinition = {
  id: 'cnn',
  layout: 'image',
  build,
  shown: [
    ['convolution_1', 'convolution 1'],
    ['pooling_1', 'pooling 1'],
    ['convolution_2', 'convolution 2'],
    ['pooling_2', 'pooling 2'],
    ['convolution_3', 'convolution 3'],
    ['flat', 'flat'],
    ['dense_1', 'dense 1'],
    ['dense_2', 'dense 2'],
  ],
};
