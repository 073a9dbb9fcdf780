/**
 * What is ours on top of the paper: a network that does not look for the position but for the error of a fix that knows the
 * scene (see `foldedFix`).
 *
 * It is fed what geometry makes of a report (`geometric` features with integer harmonics) and answers with a correction in
 * metres. Untrained it answers zero, which is the fix itself: everything it learns is gain. It has dense residual
 * blocks instead of convolutions, because neighbours in a feature image are no neighbours, and no batch normalisation,
 * because the rare report close to the site must meet the same network in training and in use.
 */
import * as layers from '@tensorflow/tfjs-layers';
import { initialiser, leakyRelu } from '../blocks/blocks.ts';
import { SeededDropout } from '../blocks/dropout.ts';
import type { NetworkArchitecture, NetworkDefinition } from '../network/definition.ts';

type Symbolic = layers.SymbolicTensor;

/** Dense residual blocks. */
const BLOCKS = 3;

/**
 * @param architecture `baseWidth`: units of every hidden layer
 */
function build({ inputShape, baseWidth, dropout }: NetworkArchitecture): layers.LayersModel {
  const input = layers.input({ shape: [...inputShape], name: 'features' });
  let x = dense(input, baseWidth, 'entry');
  for (let k = 1; k <= BLOCKS; k++) x = block(x, baseWidth, dropout, `block_${k}`);
  const correction = layers.layers
    .dense({ name: 'correction', units: 3, kernelInitializer: 'zeros' })
    .apply(leakyRelu(x, 'last')) as Symbolic;
  return layers.model({ inputs: input, outputs: correction, name: 'pe_msrn_plus' });
}

/** x + W₂·σ(W₁·σ(x)), pre-activation. */
function block(x: Symbolic, units: number, dropout: number, name: string): Symbolic {
  const inner = leakyRelu(dense(leakyRelu(x, `${name}_in`), units, `${name}_first`), `${name}_mid`);
  const kept = dropout > 0 ? (new SeededDropout(`${name}_dropout`, dropout).apply(inner) as Symbolic) : inner;
  return layers.layers.add({ name }).apply([x, dense(kept, units, `${name}_second`)]) as Symbolic;
}

function dense(x: Symbolic, units: number, name: string): Symbolic {
  return layers.layers.dense({ name, units, kernelInitializer: initialiser(name) }).apply(x) as Symbolic;
}

/** The definition. */
export const PE_MSRN_PLUS: NetworkDefinition = {
  id: 'pe-msrn-plus',
  layout: 'vector',
  build,
  shown: [
    ['entry', 'entry'],
    ['block_1', 'residual block 1'],
    ['block_2', 'residual block 2'],
    ['block_3', 'residual block 3'],
  ],
};
