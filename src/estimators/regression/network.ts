/** The regression: the codes of all sites side by side, and one answer. */
import * as layers from '@tensorflow/tfjs-layers';
import type { SiteEncoderShape } from '../per-site/site-encoder.ts';
import { dense, encodeSite } from '../per-site/site-encoder.ts';
import type { InputShape } from '../site-inputs/inputs.ts';
import { buildSiteCodes } from '../site-inputs/site-codes.ts';
import { AnchorMix, anchorMixWidth } from './anchor-mix.ts';

type Symbolic = layers.SymbolicTensor;

/** Size of the network. */
export interface RegressionShape {
  /** Under every site. */
  readonly encoder: SiteEncoderShape;
  /** What reads their codes. */
  readonly joint: SiteEncoderShape;
}

/**
 * Builds the network; where anchors are measured, its answer is a mixture of them plus a shift.
 *
 * @returns [batch, sites, inputs of a site] → position [batch, 2], normalised
 */
export function buildRegression(input: InputShape, { encoder, joint }: RegressionShape): layers.LayersModel {
  const { links, sites } = buildSiteCodes(input, encoder);
  const codes = sites.map(({ code }) => code);
  const all = codes.length > 1 ? (layers.layers.concatenate({ name: 'codes' }).apply(codes) as Symbolic) : codes[0];
  const code = encodeSite(all, joint, 'joint');
  const outputs =
    input.input === 'measured'
      ? (new AnchorMix({ name: 'position' }).apply([
          links,
          dense(code, anchorMixWidth(input.sites), 'head', 'zero'),
        ]) as Symbolic)
      : dense(code, 2, 'position', 'zero');
  return layers.model({ inputs: links, outputs, name: 'regression' });
}
