/** From the code of one site to its density. */
import type * as layers from '@tensorflow/tfjs-layers';
import { dense } from '../per-site/site-encoder.ts';
import type { SiteCode } from '../site-inputs/site-codes.ts';
import type { InputShape } from '../site-inputs/inputs.ts';
import { DensityHead, HEAD_WIDTH, MIXING_HEAD_WIDTH } from './density-head.ts';

/**
 * Builds the head of a site.
 *
 * @param name of the site, before the names of its layers
 * @param scale half the side of the region, metres
 * @returns [batch, DENSITY_WIDTH]
 */
export function buildSiteDensity(
  { inputs, code }: SiteCode,
  { input }: Pick<InputShape, 'input'>,
  name: string,
  scale: number,
): layers.SymbolicTensor {
  const density = new DensityHead({ name: `${name}_density`, scale });
  const head = dense(code, input === 'measured' ? MIXING_HEAD_WIDTH : HEAD_WIDTH, `${name}_head`, 'zero');
  return density.apply(input === 'measured' ? [inputs, head] : head) as layers.SymbolicTensor;
}
