/** The ablation without positional encoding: PE-MSRN's network, fed the 16 base features alone (a 4×4 image). */
import { MULTI_SCALE_RESIDUAL_LAYERS, buildMultiScaleResidual } from '../blocks/multi-scale-residual-network.ts';
import type { NetworkDefinition } from '../network/definition.ts';

/** The definition. */
export const MSRN: NetworkDefinition = {
  id: 'msrn',
  layout: 'image',
  build: (architecture) => buildMultiScaleResidual(architecture, { residual: true, multiScale: true }, 'msrn'),
  shown: MULTI_SCALE_RESIDUAL_LAYERS,
};
