/** The network that all of DiffLoc's estimators share: what one site measured, in; what it says of the position, out. */
import * as layers from '@tensorflow/tfjs-layers';
import { SiteDense } from './site-dense.ts';

/** Width of the encoder. */
export interface SiteEncoderShape {
  readonly units: number;
  /** Residual blocks of two layers. */
  readonly blocks: number;
}

/** A dense layer of every site, applied. */
export function siteDense(
  x: layers.SymbolicTensor,
  units: number,
  name: string,
  start: 'random' | 'zero' = 'random',
): layers.SymbolicTensor {
  return new SiteDense({ name, units, start }).apply(x) as layers.SymbolicTensor;
}

/** x·σ(x). */
export function swish(x: layers.SymbolicTensor, name: string): layers.SymbolicTensor {
  return layers.layers.activation({ name, activation: 'swish' }).apply(x) as layers.SymbolicTensor;
}

/**
 * A residual network per site: x ← x + W₂·swish(W₁·swish(x)), each block starting as the identity.
 *
 * @param inputs [batch, sites, inputs]
 * @returns [batch, sites, units]
 */
export function encodeSites(inputs: layers.SymbolicTensor, { units, blocks }: SiteEncoderShape): layers.SymbolicTensor {
  let x = siteDense(inputs, units, 'entry');
  for (let block = 1; block <= blocks; block++) {
    const inner = siteDense(swish(x, `block_${block}_in`), units, `block_${block}_a`);
    const outer = siteDense(swish(inner, `block_${block}_mid`), units, `block_${block}_b`, 'zero');
    x = layers.layers.add({ name: `block_${block}` }).apply([x, outer]) as layers.SymbolicTensor;
  }
  return swish(x, 'code');
}
