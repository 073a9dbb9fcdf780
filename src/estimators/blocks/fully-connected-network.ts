/** The paper's three fully connected networks (Algorithms 3–5, table 2): one builder, three sets of numbers. */
import * as layers from '@tensorflow/tfjs-layers';
import type { NetworkArchitecture } from '../network/definition.ts';
import { residualAttention } from './attention.ts';
import { denseUnit, positionOutput } from './blocks.ts';

/** What tells them apart. */
export interface FullyConnectedParts {
  /** ξ, residual self-attention blocks. */
  readonly attentionBlocks: number;
  readonly gate: 'sigmoid' | 'tanh';
  /** Widths of the dense layers between the blocks and the coordinates, as shares of `baseWidth`. */
  readonly denseShares: readonly number[];
}

/**
 * Builds the network: features [N] in, three normalised coordinates out. The first dense layer has δ = `baseWidth` units,
 * and so have the attention blocks.
 */
export function buildFullyConnected(
  { inputShape, baseWidth, dropout }: NetworkArchitecture,
  { attentionBlocks, gate, denseShares }: FullyConnectedParts,
  name: string,
): layers.LayersModel {
  const input = layers.input({ shape: [...inputShape], name: 'features' });
  let x = denseUnit(input, baseWidth, 'entry', 0);
  for (let k = 1; k <= attentionBlocks; k++) x = residualAttention(x, gate, `attention_${k}`);
  for (const [index, share] of denseShares.entries()) {
    x = denseUnit(x, Math.round(share * baseWidth), `dense_${index + 1}`, dropout);
  }
  return layers.model({ inputs: input, outputs: positionOutput(x), name });
}

/** Layers whose outputs the lab shows; those that a network lacks are left out. */
export const FULLY_CONNECTED_LAYERS = [
  ['entry', 'entry'],
  ['attention_1', 'attention block 1'],
  ['attention_2', 'attention block 2'],
  ['attention_3', 'attention block 3'],
  ['attention_4', 'attention block 4'],
  ['dense_1', 'dense 1'],
  ['dense_2', 'dense 2'],
  ['dense_3', 'dense 3'],
  ['dense_4', 'dense 4'],
] as const;
