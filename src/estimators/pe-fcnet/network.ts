/** PE-FCNet (Algorithm 5): the positional encoding without an image, δ = 512 in the paper, four attention blocks gated by tanh, six dense layers with the first and the last. */
import { FULLY_CONNECTED_LAYERS, buildFullyConnected } from '../blocks/fully-connected-network.ts';
import type { NetworkDefinition } from '../network/definition.ts';

/** The definition. */
export const PE_FCNET: NetworkDefinition = {
  id: 'pe-fcnet',
  layout: 'vector',
  build: (architecture) =>
    buildFullyConnected(
      architecture,
      { attentionBlocks: 4, gate: 'tanh', denseShares: [1, 1 / 2, 1 / 4, 1 / 4] },
      'pe_fcnet',
    ),
  shown: FULLY_CONNECTED_LAYERS,
};
