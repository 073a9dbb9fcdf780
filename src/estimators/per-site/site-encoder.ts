/**
 * The network that DiffLoc's estimators share: what one site measured, in; a code of it, out. Every site has its own, of plain
 * dense layers: a batched product over the sites would be one operation in place of five, and is ten times slower on wasm.
 */
import * as layers from '@tensorflow/tfjs-layers';
import { initialiser } from '../blocks/blocks.ts';

/** Size of the encoder. */
export interface SiteEncoderShape {
  readonly units: number;
  /** Residual blocks of two layers. */
  readonly blocks: number;
}

type Symbolic = layers.SymbolicTensor;

/**
 * A dense layer.
 *
 * @param start `zero`: a residual branch that starts as the identity, or a head that starts at its offsets
 */
export function dense(x: Symbolic, units: number, name: string, start: 'random' | 'zero' = 'random'): Symbolic {
  const kernelInitializer = start === 'zero' ? layers.initializers.zeros() : initialiser(name);
  return layers.layers.dense({ name, units, kernelInitializer }).apply(x) as Symbolic;
}

/** x·σ(x). */
export function swish(x: Symbolic, name: string): Symbolic {
  return layers.layers.activation({ name, activation: 'swish' }).apply(x) as Symbolic;
}

/**
 * A residual network: x ← x + W₂·swish(W₁·swish(x)), each block starting as the identity.
 *
 * @param inputs what one site measured [batch, inputs]
 * @param name of the site, before the names of its layers
 * @returns [batch, units]
 */
export function encodeSite(inputs: Symbolic, { units, blocks }: SiteEncoderShape, name: string): Symbolic {
  let x = dense(inputs, units, `${name}_entry`);
  for (let block = 1; block <= blocks; block++) {
    const at = `${name}_block_${block}`;
    const inner = dense(swish(x, `${at}_in`), units, `${at}_a`);
    const outer = dense(swish(inner, `${at}_mid`), units, `${at}_b`, 'zero');
    x = layers.layers.add({ name: at }).apply([x, outer]) as Symbolic;
  }
  return swish(x, `${name}_code`);
}
