/** FE-FCNet (Algorithm 4): 19 engineered features, δ = 512 in the paper, four attention blocks, four dense layers with the first and the last. */
import { FULLY_CONNECTED_LAYERS, buildFullyConnected } from '../blocks/fully-connected-network.ts';
import type { NetworkDefinition } from '../network/definition.ts';

/** The definition. */
export const FE_FCNET: NetworkDefinition = {
  id: 'fe-fcnet',
  layout: 'vector',
  build: (architecture) =>
    buildFullyConnected(architecture, { attentionBlocks: 4, gate: 'sigmoid', denseShares: [1, 1 / 2] }, 'fe_fcnet'),
  shown: FULLY_CONNECTED_LAYERS,
};
