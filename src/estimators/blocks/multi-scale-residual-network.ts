/**
 * The PE-MSRN paper's network (Algorithm 1, eqs. 14–20, table 2) in the reading that its card states, and the same without
 * one of its parts. Every width scales with one number, so that the same code builds the paper's network (base 64) and one
 * that a page can load.
 */
import * as layers from '@tensorflow/tfjs-layers';
import type { NetworkArchitecture } from '../network/definition.ts';
import {
  convolutionUnit,
  denseUnit,
  multiScaleBlock,
  plainBlock,
  positionOutput,
  residualBlock,
  squeezeExcitation,
} from './blocks.ts';

/** Which of its parts a network has. */
export interface MultiScaleResidualParts {
  /** Shortcuts around the convolution blocks and the multi-scale block. */
  readonly residual: boolean;
  /** The multi-scale block. */
  readonly multiScale: boolean;
}

/** Ratio β of the squeeze-and-excitation block. */
const SQUEEZE_RATIO = 16;

/** Units of the three dense layers. */
const DENSE_UNITS = [512, 256, 128] as const;

/**
 * Builds the network: image [side, side, 1] in, three normalised coordinates out.
 *
 * The convolution blocks halve the image while it is at least 8 pixels wide. Weights are seeded by the layers' names.
 *
 * @param architecture `baseWidth`: channels of the stem, 64 in the paper; the blocks have 2, 4 and 8 times as many
 */
export function buildMultiScaleResidual(
  { inputShape, baseWidth, dropout }: NetworkArchitecture,
  { residual, multiScale }: MultiScaleResidualParts,
  name: string,
): layers.LayersModel {
  const input = layers.input({ shape: [...inputShape], name: 'feature_image' });
  const block = residual ? residualBlock : plainBlock;
  let x = convolutionUnit(input, baseWidth, 3, 'stem');
  for (const [index, factor] of [2, 4, 8].entries()) {
    const strides = (x.shape[1] ?? 0) >= 8 ? 2 : 1;
    x = block(x, factor * baseWidth, `residual_${index + 1}`, strides);
  }
  x = squeezeExcitation(x, SQUEEZE_RATIO, 'attention');
  if (multiScale) x = multiScaleBlock(x, 'multi_scale', residual);
  x = layers.layers.globalAveragePooling2d({ name: 'average' }).apply(x) as layers.SymbolicTensor;
  for (const [index, units] of DENSE_UNITS.entries()) x = denseUnit(x, units, `dense_${index + 1}`, dropout);
  return layers.model({ inputs: input, outputs: positionOutput(x), name });
}

/** Layers whose outputs the lab shows; those that a network lacks are left out. */
export const MULTI_SCALE_RESIDUAL_LAYERS = [
  ['stem', 'stem'],
  ['residual_1', 'residual block 1'],
  ['residual_2', 'residual block 2'],
  ['residual_3', 'residual block 3'],
  ['attention', 'channel attention'],
  ['multi_scale_f1', 'branch 1×1'],
  ['multi_scale_f2', 'branch 3×3'],
  ['multi_scale_f3', 'branch 3×3 twice'],
  ['multi_scale', 'fused scales'],
  ['average', 'global average'],
  ['dense_1', 'dense 512'],
  ['dense_2', 'dense 256'],
  ['dense_3', 'dense 128'],
] as const;
