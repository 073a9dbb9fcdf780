/** The codes that networks of several sites begin with, one of every site, whatever the sites are fed. */
import * as layers from '@tensorflow/tfjs-layers';
import { FINGERPRINT_TAPS } from '../../features/tap-fingerprint.ts';
import { Columns } from '../per-site/columns.ts';
import type { SiteEncoderShape } from '../per-site/site-encoder.ts';
import { dense, encodeSite, swish } from '../per-site/site-encoder.ts';
import { SiteSlice } from '../per-site/site-slice.ts';
import { FINGERPRINT_LEAD } from './encode-fingerprint.ts';
import type { InputShape } from './inputs.ts';
import { siteInputWidth } from './inputs.ts';
import { Modulus } from './modulus.ts';

type Symbolic = layers.SymbolicTensor;

/** One site of a network. */
export interface SiteCode {
  /** Its inputs [batch, inputs of a site]. */
  readonly inputs: Symbolic;
  /** [batch, units]. */
  readonly code: Symbolic;
}

/** Inputs and codes of all sites. */
export interface SiteCodes {
  /** [batch, sites, inputs of a site]. */
  readonly links: Symbolic;
  readonly sites: readonly SiteCode[];
}

/** Builds them; every site has weights of its own. */
export function buildSiteCodes(shape: InputShape, encoder: SiteEncoderShape): SiteCodes {
  const links = layers.input({ shape: [shape.sites, siteInputWidth(shape)], name: 'links' });
  const sites = Array.from({ length: shape.sites }, (_, site) => {
    const name = `site_${site + 1}`;
    const inputs = new SiteSlice({ name, site }).apply(links) as Symbolic;
    return { inputs, code: encodeInputs(inputs, shape, encoder, name) };
  });
  return { links, sites };
}

/**
 * The code of one site.
 *
 * @param inputs of that site [batch, inputs of a site]
 * @param name of the site, before the names of its layers
 * @returns [batch, units]
 */
export function encodeInputs(inputs: Symbolic, shape: InputShape, encoder: SiteEncoderShape, name: string): Symbolic {
  return encodeSite(shape.input === 'measured' ? inputs : tapFront(inputs, shape.beams, name), encoder, name);
}

/** Widths along the front: of a tap, and of a group of neighbouring taps; and how many make a group. */
const FRONT = { tap: 32, group: 64, taps: 8 } as const;

/**
 * The front of a fingerprint: two convolutions over the taps whose steps are as long as their kernels, so that they are dense
 * layers of reshaped taps, which is ten times quicker on wasm.
 *
 * @returns [batch, …]: the lead, and what the taps hold
 */
function tapFront(inputs: Symbolic, beams: number, name: string): Symbolic {
  const part = (at: string, from: number, width: number): Symbolic =>
    new Columns({ name: `${name}_${at}`, from, width }).apply(inputs) as Symbolic;
  const lead = part('lead', 0, FINGERPRINT_LEAD);
  const flat = part('flat', FINGERPRINT_LEAD, 2 * FINGERPRINT_TAPS * beams);
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
