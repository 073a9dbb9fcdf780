/** Ours: PE-MSRN's network, fed integer harmonics of the angles in the place of the printed encoding. */
import { MULTI_SCALE_RESIDUAL_LAYERS, buildMultiScaleResidual } from '../blocks/multi-scale-residual-network.ts';
import type { NetworkDefinition } from '../network/definition.ts';

/** The definition. */
export const PE_MSRN_HARMONIC: NetworkDefinition = {
  id: 'pe-msrn-harmonic',
  layout: 'image',
  build: (architecture) =>
    buildMultiScaleResidual(architecture, { residual: true, multiScale: true }, 'pe_msrn_harmonic'),
  shown: MULTI_SCALE_RESIDUAL_LAYERS,
};
