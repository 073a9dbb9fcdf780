/** FCNet (Algorithm 3): the five raw values, δ = 64 in the paper, two attention blocks, three dense layers with the first and the last. */
import { FULLY_CONNECTED_LAYERS, buildFullyConnected } from '../blocks/fully-connected-network.ts';
import type { NetworkDefinition } from '../network/definition.ts';

/** The definition. */
export const FCNET: NetworkDefinition = {
  id: 'fcnet',
  layout: 'vector',
  build: (architecture) =>
    buildFullyConnected(architecture, { attentionBlocks: 2, gate: 'sigmoid', denseShares: [1] }, 'fcnet'),
  shown: FULLY_CONNECTED_LAYERS,
};
