/** PE-MSRN as printed: positional encoding, residual blocks, channel attention and the multi-scale block. */
import { MULTI_SCALE_RESIDUAL_LAYERS, buildMultiScaleResidual } from '../blocks/multi-scale-residual-network.ts';
import type { NetworkDefinition } from '../network/definition.ts';

/** The definition. */
export const PE_MSRN: NetworkDefinition = {
  id: 'pe-msrn',
  layout: 'image',
  build: (architecture) => buildMultiScaleResidual(architecture, { residual: true, multiScale: true }, 'pe_msrn'),
  shown: MULTI_SCALE_RESIDUAL_LAYERS,
};
