/** The network of the probability maps: one of every site over the cells where users may be. */
import * as layers from '@tensorflow/tfjs-layers';
import type { SiteEncoderShape } from '../per-site/site-encoder.ts';
import { dense } from '../per-site/site-encoder.ts';
import type { InputShape } from '../site-inputs/inputs.ts';
import { buildSiteCodes } from '../site-inputs/site-codes.ts';

type Symbolic = layers.SymbolicTensor;

/** Size of the network. */
export interface GridFusionShape {
  readonly encoder: SiteEncoderShape;
  /** Numbers of a site that its map is made of. */
  readonly code: number;
}

/**
 * Builds the network.
 *
 * @param cells of the grid
 * @returns [batch, sites, inputs of a site] → logits [batch, sites · cells]
 */
export function buildGridFusion(input: InputShape, cells: number, shape: GridFusionShape): layers.LayersModel {
  const { links, sites } = buildSiteCodes(input, shape.encoder);
  const maps = sites.map(({ code }, site) => {
    const name = `site_${site + 1}`;
    return dense(dense(code, shape.code, `${name}_map_code`), cells, `${name}_map`);
  });
  const outputs = maps.length > 1 ? (layers.layers.concatenate({ name: 'maps' }).apply(maps) as Symbolic) : maps[0];
  return layers.model({ inputs: links, outputs, name: 'grid-fusion' });
}
