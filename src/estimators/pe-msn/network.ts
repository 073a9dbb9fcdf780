/** The ablation without residual connections: PE-MSRN with every shortcut cut. */
import { MULTI_SCALE_RESIDUAL_LAYERS, buildMultiScaleResidual } from '../blocks/multi-scale-residual-network.ts';
import type { NetworkDefinition } from '../network/definition.ts';

/** The definition. */
export const PE_MSN: NetworkDefinition = {
  id: 'pe-msn',
  layout: 'image',
  build: (architecture) => buildMultiScaleResidual(architecture, { residual: false, multiScale: true }, 'pe_msn'),
  shown: MULTI_SCALE_RESIDUAL_LAYERS,
};
