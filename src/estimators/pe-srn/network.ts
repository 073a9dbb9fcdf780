/** The ablation without the multi-scale block: PE-MSRN that averages right after the channel attention. */
import { MULTI_SCALE_RESIDUAL_LAYERS, buildMultiScaleResidual } from '../blocks/multi-scale-residual-network.ts';
import type { NetworkDefinition } from '../network/definition.ts';

/** The definition. */
export const PE_SRN: NetworkDefinition = {
  id: 'pe-srn',
  layout: 'image',
  build: (architecture) => buildMultiScaleResidual(architecture, { residual: true, multiScale: false }, 'pe_srn'),
  shown: MULTI_SCALE_RESIDUAL_LAYERS,
};
