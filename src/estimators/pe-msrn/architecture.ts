/**
 * PE-MSRN as printed (Algorithm 1, eqs. 14–20, table 2) in the reading that `card.md` states; every width scales with
 * one number, so that the same code builds the paper's network (base 64) and one that a page can load.
 */
import * as layers from '@tensorflow/tfjs-layers';
import {
  convolutionUnit,
  denseUnit,
  initialiser,
  multiScaleBlock,
  residualBlock,
  squeezeExcitation,
} from '../blocks/blocks.ts';

/** What the network is built from. */
export interface PeMsrnArchitecture {
  /** Side of the feature image, pixels. */
  readonly imageSide: number;
  /** Channels of the stem, 64 in the paper; the residual blocks have 2, 4 and 8 times as many. */
  readonly baseWidth: number;
  /** Dropout after each of the three dense layers, 0.2–0.3 in the paper. */
  readonly dropout: number;
}

/** Ratio β of the squeeze-and-excitation block. */
const SQUEEZE_RATIO = 16;

/** Units of the three dense layers. */
const DENSE_UNITS = [512, 256, 128] as const;

/**
 * Builds the network: image [side, side, 1] in, three normalised coordinates out.
 *
 * The residual blocks halve the image while it is at least 8 pixels wide. Weights are seeded by `seed`.
 */
export function buildPeMsrn(architecture: PeMsrnArchitecture): layers.LayersModel {
  const { baseWidth, dropout } = architecture;
  const input = layers.input({ shape: [architecture.imageSide, architecture.imageSide, 1], name: 'feature_image' });
  let x = convolutionUnit(input, baseWidth, 3, 'stem');
  for (const [index, factor] of [2, 4, 8].entries()) {
    const strides = (x.shape[1] ?? 0) >= 8 ? 2 : 1;
    x = residualBlock(x, factor * baseWidth, `residual_${index + 1}`, strides);
  }
  x = squeezeExcitation(x, SQUEEZE_RATIO, 'attention');
  x = multiScaleBlock(x, 'multi_scale');
  x = layers.layers.globalAveragePooling2d({ name: 'average' }).apply(x) as layers.SymbolicTensor;
  for (const [index, units] of DENSE_UNITS.entries()) x = denseUnit(x, units, `dense_${index + 1}`, dropout);
  const position = layers.layers
    .dense({ name: 'position', units: 3, kernelInitializer: initialiser('position') })
    .apply(x) as layers.SymbolicTensor;
  return layers.model({ inputs: input, outputs: position, name: 'pe_msrn' });
}

/** Layers whose outputs the lab shows, from the image to the coordinates. */
export const SHOWN_LAYERS = [
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
