/** The density network: for every site on its own, where it thinks that the user is and how sure it is of that. */
import * as layers from '@tensorflow/tfjs-layers';
import { SITE_INPUT_WIDTH } from '../per-site/encoding.ts';
import type { SiteEncoderShape } from '../per-site/site-encoder.ts';
import { dense, encodeSite } from '../per-site/site-encoder.ts';
import { SiteSlice } from '../per-site/site-slice.ts';
import { DensityHead, HEAD_WIDTH } from './density-head.ts';

type Symbolic = layers.SymbolicTensor;

/**
 * Builds the network.
 *
 * @param sites how many
 * @param scale half the side of the region, metres
 * @returns [batch, sites, SITE_INPUT_WIDTH] → [batch, sites · DENSITY_WIDTH]
 */
export function buildDensityNetwork(sites: number, scale: number, shape: SiteEncoderShape): layers.LayersModel {
  const links = layers.input({ shape: [sites, SITE_INPUT_WIDTH], name: 'links' });
  const densities = Array.from({ length: sites }, (_, site) => {
    const name = `site_${site + 1}`;
    const measured = new SiteSlice({ name, site }).apply(links) as Symbolic;
    const head = dense(encodeSite(measured, shape, name), HEAD_WIDTH, `${name}_head`, 'zero');
    return new DensityHead({ name: `${name}_density`, scale }).apply([measured, head]) as Symbolic;
  });
  const outputs =
    sites > 1 ? (layers.layers.concatenate({ name: 'densities' }).apply(densities) as Symbolic) : densities[0];
  return layers.model({ inputs: links, outputs, name: 'site-product' });
}
