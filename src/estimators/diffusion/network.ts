/**
 * The conditional denoiser of every site, in three models over the same layers: the condition (what a site measured, in; its code
 * and its guesses, out), the denoiser (condition and noisy positions, in; denoised ones, out), and both in one for training.
 */
import * as layers from '@tensorflow/tfjs-layers';
import { SITE_INPUT_WIDTH } from '../per-site/encoding.ts';
import type { SiteEncoderShape } from '../per-site/site-encoder.ts';
import { dense, encodeSite, swish } from '../per-site/site-encoder.ts';
import { SiteSlice } from '../per-site/site-slice.ts';
import { DensityHead, HEAD_WIDTH } from '../site-product/density-head.ts';
import { Film } from './film.ts';
import { Guesses } from './guesses.ts';
import { Denoised, GUESSES, NOISY_WIDTH, NoisyFeatures } from './noisy-features.ts';

/** Size of the network. */
export interface DenoiserShape {
  readonly encoder: SiteEncoderShape;
  /** Width of the denoiser's layers. */
  readonly units: number;
  /** Modulated residual layers. */
  readonly blocks: number;
}

/** The condition of one site and the denoiser that goes with it. */
export interface SiteDenoiser {
  /** [batch, SITE_INPUT_WIDTH] → code and guesses [batch, encoder units + 6]. */
  readonly condition: layers.LayersModel;
  /** [condition, noisy [batch, NOISY_WIDTH]] → [batch, 2], normalised. */
  readonly denoise: layers.LayersModel;
  /** The trained layers of the latter. */
  readonly parts: DenoiserParts;
}

/** Layers of a denoiser, in their order. */
export interface DenoiserParts {
  readonly entry: layers.layers.Layer;
  readonly blocks: readonly { readonly film: layers.layers.Layer; readonly dense: layers.layers.Layer }[];
  readonly answer: layers.layers.Layer;
}

/** What training works on, and what a run works with. */
export interface DenoiserModels {
  /**
   * [batch, sites, SITE_INPUT_WIDTH + NOISY_WIDTH] → the densities of all sites, then their denoised positions
   * [batch, sites · (DENSITY_WIDTH + 2)]; densities in metres, positions normalised.
   */
  readonly joint: layers.LayersModel;
  readonly sites: readonly SiteDenoiser[];
}

type Symbolic = layers.SymbolicTensor;

/**
 * Builds the models.
 *
 * @param scale half the side of the region, metres
 */
export function buildDenoiser(siteCount: number, scale: number, shape: DenoiserShape): DenoiserModels {
  const packed = layers.input({ shape: [siteCount, SITE_INPUT_WIDTH + NOISY_WIDTH], name: 'links_and_noisy' });
  const densities: Symbolic[] = [];
  const denoised: Symbolic[] = [];
  const sites = Array.from({ length: siteCount }, (_, site): SiteDenoiser => {
    const name = `site_${site + 1}`;
    const { condition, density } = buildCondition(name, scale, shape.encoder);
    const denoise = buildSiteDenoiser(name, shape);
    const measured = new SiteSlice({ name: `${name}_measured`, site, width: SITE_INPUT_WIDTH }).apply(packed);
    const noisy = new SiteSlice({ name: `${name}_noisy`, site, from: SITE_INPUT_WIDTH, width: NOISY_WIDTH }).apply(
      packed,
    );
    const [code, guess] = layers
      .model({ inputs: condition.inputs, outputs: [condition.outputs[0], density], name: `${name}_both` })
      .apply(measured) as Symbolic[];
    densities.push(guess);
    denoised.push(denoise.apply([code, noisy as Symbolic]) as Symbolic);
    const part = (at: string): layers.layers.Layer => denoise.getLayer(`${name}_denoise_${at}`);
    const blocks = Array.from({ length: shape.blocks }, (_, block) => ({
      film: part(`${block + 1}_film`),
      dense: part(`${block + 1}_dense`),
    }));
    return { condition, denoise, parts: { entry: part('entry'), blocks, answer: part('answer') } };
  });
  const outputs = layers.layers.concatenate({ name: 'all' }).apply([...densities, ...denoised]) as Symbolic;
  return { joint: layers.model({ inputs: packed, outputs, name: 'diffloc' }), sites };
}

function buildCondition(
  name: string,
  scale: number,
  encoder: SiteEncoderShape,
): { condition: layers.LayersModel; density: Symbolic } {
  const measured = layers.input({ shape: [SITE_INPUT_WIDTH], name: `${name}_links` });
  const code = encodeSite(measured, encoder, name);
  const head = dense(code, HEAD_WIDTH, `${name}_head`, 'zero');
  const density = new DensityHead({ name: `${name}_density`, scale }).apply([measured, head]) as Symbolic;
  const guesses = new Guesses({ name: `${name}_guesses`, scale }).apply([measured, density]) as Symbolic;
  const outputs = layers.layers.concatenate({ name: `${name}_condition` }).apply([code, guesses]) as Symbolic;
  return { condition: layers.model({ inputs: measured, outputs, name: `${name}_conditions` }), density };
}

function buildSiteDenoiser(name: string, { encoder, units, blocks }: DenoiserShape): layers.LayersModel {
  const width = encoder.units + 2 * GUESSES;
  const condition = layers.input({ shape: [width], name: `${name}_given` });
  const noisy = layers.input({ shape: [NOISY_WIDTH], name: `${name}_position` });
  const part = (at: string, from: number, size: number): Symbolic => {
    const asOne = layers.layers.reshape({ name: `${at}_row`, targetShape: [1, width] }).apply(condition) as Symbolic;
    return new SiteSlice({ name: at, site: 0, from, width: size }).apply(asOne) as Symbolic;
  };
  const code = part(`${name}_what`, 0, encoder.units);
  const guesses = part(`${name}_where`, encoder.units, 2 * GUESSES);
  const features = new NoisyFeatures({ name: `${name}_features` }).apply([noisy, guesses]) as Symbolic;
  const known = layers.layers.concatenate({ name: `${name}_known` }).apply([code, features]) as Symbolic;
  let x = dense(features, units, `${name}_denoise_entry`);
  for (let block = 1; block <= blocks; block++) {
    const at = `${name}_denoise_${block}`;
    const modulation = dense(known, 2 * units, `${at}_film`, 'zero');
    const modulated = new Film({ name: `${at}_modulated` }).apply([x, modulation]) as Symbolic;
    const branch = dense(swish(modulated, `${at}_swish`), units, `${at}_dense`);
    x = layers.layers.add({ name: at }).apply([x, branch]) as Symbolic;
  }
  const answer = dense(swish(x, `${name}_denoise_out`), 2, `${name}_denoise_answer`, 'zero');
  const outputs = new Denoised({ name: `${name}_denoised` }).apply([noisy, answer]) as Symbolic;
  return layers.model({ inputs: [condition, noisy], outputs, name: `${name}_denoiser` });
}
