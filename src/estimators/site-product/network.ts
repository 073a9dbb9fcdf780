/** The density network: for every site on its own, where it thinks that the user is and how sure it is of that. */
import * as layers from '@tensorflow/tfjs-layers';
import { SITE_INPUT_WIDTH } from '../per-site/encoding.ts';
import type { SiteEncoderShape } from '../per-site/site-encoder.ts';
import { encodeSites, siteDense } from '../per-site/site-encoder.ts';
import { DensityHead, HEAD_WIDTH } from './density-head.ts';

/**
 * Builds the network.
 *
 * @param sites how many
 * @param scale half the side of the region, metres
 * @returns [batch, sites, SITE_INPUT_WIDTH] → [batch, sites · DENSITY_WIDTH]
 */
export function buildDensityNetwork(sites: number, scale: number, shape: SiteEncoderShape): layers.LayersModel {
  const links = layers.input({ shape: [sites, SITE_INPUT_WIDTH], name: 'links' });
  const head = siteDense(encodeSites(links, shape), HEAD_WIDTH, 'head', 'zero');
  const outputs = new DensityHead({ name: 'density', scale }).apply([links, head]) as layers.SymbolicTensor;
  return layers.model({ inputs: links, outputs, name: 'site-product' });
}
