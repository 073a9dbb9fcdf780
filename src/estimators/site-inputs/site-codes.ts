/** The codes that networks of several sites begin with, one of every site, whatever the sites are fed. */
import * as layers from '@tensorflow/tfjs-layers';
import { FINGERPRINT_TAPS } from '../../features/tap-fingerprint.ts';
import { SITE_INPUT_WIDTH } from '../per-site/encoding.ts';
import type { SiteEncoderShape } from '../per-site/site-encoder.ts';
import { dense, encodeSite, swish } from '../per-site/site-encoder.ts';
import { SiteSlice } from '../per-site/site-slice.ts';
import { FINGERPRINT_LEAD, fingerprintInputWidth } from './encode-fingerprint.ts';
import type { InputMetadata } from './metadata.ts';
import { Modulus } from './modulus.ts';

type Symbolic = layers.SymbolicTensor;

/** What a network is fed, as far as its shape depends on it. */
export type InputShape = Pick<Extract<InputMetadata, { input: 'measured' }>, 'input' | 'sites'> | FingerprintShape;
type FingerprintShape = Pick<Extract<InputMetadata, { input: 'fingerprint' }>, 'input' | 'sites' | 'beams'>;

/** Inputs and codes of all sites. */
export interface SiteCodes {
  /** [batch, sites, inputs of a site]. */
  readonly links: Symbolic;
  /** One a site [batch, units]. */
  readonly codes: readonly Symbolic[];
}

/** Builds them; every site has weights of its own. */
export function buildSiteCodes(shape: InputShape, encoder: SiteEncoderShape): SiteCodes {
  const width = shape.input === 'measured' ? SITE_INPUT_WIDTH : fingerprintInputWidth(shape.beams);
  const links = layers.input({ shape: [shape.sites, width], name: 'links' });
  const codes = Array.from({ length: shape.sites }, (_, site) => {
    const name = `site_${site + 1}`;
    if (shape.input === 'measured') {
      return encodeSite(new SiteSlice({ name, site }).apply(links) as Symbolic, encoder, name);
    }
    return encodeSite(tapFront(links, site, shape.beams, name), encoder, name);
  });
  return { links, codes };
}

/** Widths along the front: of a tap, and of a group of neighbouring taps; and how many make a group. */
const FRONT = { tap: 32, group: 64, taps: 8 } as const;

/**
 * The front of a fingerprint: two convolutions over the taps whose steps are as long as their kernels, so that they are dense
 * layers of reshaped taps, which is ten times quicker on wasm.
 *
 * @returns [batch, …]: the lead, and what the taps hold
 */
function tapFront(links: Symbolic, site: number, beams: number, name: string): Symbolic {
  const lead = new SiteSlice({ name: `${name}_lead`, site, width: FINGERPRINT_LEAD }).apply(links) as Symbolic;
  const flat = new SiteSlice({ name: `${name}_flat`, site, from: FINGERPRINT_LEAD }).apply(links) as Symbolic;
  const reshape = (x: Symbolic, targetShape: number[], at: string): Symbolic =>
    layers.layers.reshape({ name: `${name}_${at}`, targetShape }).apply(x) as Symbolic;
  const taps = new Modulus({ name: `${name}_modulus` }).apply(
    reshape(flat, [FINGERPRINT_TAPS, 2 * beams], 'taps'),
  ) as Symbolic;
  const each = swish(dense(taps, FRONT.tap, `${name}_tap`), `${name}_tap_swish`);
  const groups = FINGERPRINT_TAPS / FRONT.taps;
  const grouped = reshape(each, [groups, FRONT.taps * FRONT.tap], 'groups');
  const seen = swish(dense(grouped, FRONT.group, `${name}_group`), `${name}_group_swish`);
  const all = reshape(seen, [groups * FRONT.group], 'all');
  return layers.layers.concatenate({ name: `${name}_front` }).apply([lead, all]) as Symbolic;
}
