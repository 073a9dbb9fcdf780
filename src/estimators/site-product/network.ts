/** The density network: for every site on its own, where it thinks that the user is and how sure it is of that. */
import * as layers from '@tensorflow/tfjs-layers';
import type { SiteEncoderShape } from '../per-site/site-encoder.ts';
import type { InputShape } from '../site-inputs/inputs.ts';
import { buildSiteCodes } from '../site-inputs/site-codes.ts';
import { buildSiteDensity } from './site-density.ts';

type Symbolic = layers.SymbolicTensor;

/**
 * Builds the network.
 *
 * @param scale half the side of the region, metres
 * @returns [batch, sites, inputs of a site] → [batch, sites · DENSITY_WIDTH]
 */
export function buildDensityNetwork(input: InputShape, scale: number, encoder: SiteEncoderShape): layers.LayersModel {
  const { links, sites } = buildSiteCodes(input, encoder);
  const densities = sites.map((site, number) => buildSiteDensity(site, input, `site_${number + 1}`, scale));
  const outputs =
    densities.length > 1
      ? (layers.layers.concatenate({ name: 'densities' }).apply(densities) as Symbolic)
      : densities[0];
  return layers.model({ inputs: links, outputs, name: 'site-product' });
}
