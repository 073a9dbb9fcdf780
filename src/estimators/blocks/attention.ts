/** The residual self-attention block of the paper's fully connected networks (eq. 22). */
import * as layers from '@tensorflow/tfjs-layers';
import { initialiser, leakyRelu } from './blocks.ts';

type Symbolic = layers.SymbolicTensor;

/**
 * y = σ(x + a(q ⊙ k) ⊙ v) with q, k and v = three δ×δ maps of x, and a gate a.
 *
 * The paper names the block and counts its operations (3δ² + 2δ a sample, eq. 22), but does not write it down. A report is
 * one vector, not a sequence, so attention has nothing to choose among but the units themselves: q ⊙ k says how much of
 * each unit's value passes. Three maps and two products of units are the 3δ² + 2δ.
 *
 * @param x [batch, δ]
 * @param gate `tanh` for PE-FCNet, as its text says, `sigmoid` for the others
 */
export function residualAttention(x: Symbolic, gate: 'sigmoid' | 'tanh', name: string): Symbolic {
  const units = x.shape[1] ?? 0;
  const map = (part: string): Symbolic =>
    layers.layers
      .dense({ name: `${name}_${part}`, units, kernelInitializer: initialiser(`${name}_${part}`) })
      .apply(x) as Symbolic;
  const multiply = (a: Symbolic, b: Symbolic, part: string): Symbolic =>
    layers.layers.multiply({ name: `${name}_${part}` }).apply([a, b]) as Symbolic;
  const weights = layers.layers
    .activation({ name: `${name}_gate`, activation: gate })
    .apply(multiply(map('query'), map('key'), 'match')) as Symbolic;
  const attended = multiply(weights, map('value'), 'attended');
  return leakyRelu(layers.layers.add({ name: `${name}_sum` }).apply([x, attended]) as Symbolic, name);
}
