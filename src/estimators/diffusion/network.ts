/**
 * The conditional denoiser of every site, in three models over the same layers: the condition (what a site measured, in; its code
 * and its guesses, out), the denoiser (condition and noisy positions, in; denoised ones, out), and both in one for training.
 */
import * as layers from '@tensorflow/tfjs-layers';
import { Columns } from '../per-site/columns.ts';
import type { SiteEncoderShape } from '../per-site/site-encoder.ts';
import { dense, swish } from '../per-site/site-encoder.ts';
import { SiteSlice } from '../per-site/site-slice.ts';
import type { InputShape } from '../site-inputs/inputs.ts';
import { siteInputWidth } from '../site-inputs/inputs.ts';
import { encodeInputs } from '../site-inputs/site-codes.ts';
import { buildSiteDensity } from '../site-product/site-density.ts';
import type { Kept } from './edm.ts';
import { Film } from './film.ts';
import { GUESS_WIDTH, Guesses } from './guesses.ts';
import { Denoised, GaussianThere, NOISY_WIDTH, NoisyFeatures } from './noisy-features.ts';

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
  /** [batch, inputs of a site] → code and guesses [batch, encoder units + GUESS_WIDTH]. */
  readonly condition: layers.LayersModel;
  /** [condition, noisy [batch, NOISY_WIDTH]] → [batch, 2], normalised. */
  readonly denoise: layers.LayersModel;
  /** What its answer keeps of the noisy position by itself. */
  readonly kept: Kept;
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
   * [batch, sites, inputs of a site + NOISY_WIDTH] → the denoised positions of all sites, then the Gaussians by which their noise was
   * preconditioned [batch, sites · (2 + GAUSSIAN_WIDTH)], normalised.
   */
  readonly joint: layers.LayersModel;
  readonly sites: readonly SiteDenoiser[];
}

type Symbolic = layers.SymbolicTensor;

/**
 * Builds the models.
 *
 * @param scale half the side of the region, metres
 * @param kept what they answer with by themselves: the mean for denoisers, the flow for consistency functions
 */
export function buildDenoiser(input: InputShape, scale: number, shape: DenoiserShape, kept: Kept): DenoiserModels {
  const width = siteInputWidth(input);
  const packed = layers.input({ shape: [input.sites, width + NOISY_WIDTH], name: 'links_and_noisy' });
  const denoised: Symbolic[] = [];
  const gaussians: Symbolic[] = [];
  const sites = Array.from({ length: input.sites }, (_, site): SiteDenoiser => {
    const name = `site_${site + 1}`;
    const condition = buildCondition(name, input, scale, shape.encoder);
    const { denoise, gaussian } = buildSiteDenoiser(name, shape, kept);
    const measured = new SiteSlice({ name: `${name}_measured`, site, width }).apply(packed);
    const noisy = new SiteSlice({ name: `${name}_noisy`, site, from: width, width: NOISY_WIDTH }).apply(packed);
    const [clean, own] = layers
      .model({ inputs: denoise.inputs, outputs: [denoise.outputs[0], gaussian], name: `${name}_both` })
      .apply([condition.apply(measured) as Symbolic, noisy as Symbolic]) as Symbolic[];
    denoised.push(clean);
    gaussians.push(own);
    const layer = (at: string): layers.layers.Layer => denoise.getLayer(`${name}_denoise_${at}`);
    const blocks = Array.from({ length: shape.blocks }, (_, block) => ({
      film: layer(`${block + 1}_film`),
      dense: layer(`${block + 1}_dense`),
    }));
    return { condition, denoise, kept, parts: { entry: layer('entry'), blocks, answer: layer('answer') } };
  });
  const outputs = layers.layers.concatenate({ name: 'all' }).apply([...denoised, ...gaussians]) as Symbolic;
  return { joint: layers.model({ inputs: packed, outputs, name: 'diffloc' }), sites };
}

/**
 * The weights that learn: those of the denoisers. What the density network has learnt, which their condition is, stays as it is:
 * learning it on, from noisy positions, makes it surer of known users and of no others.
 */
export function denoiserWeights({ sites }: DenoiserModels): layers.LayersModel['trainableWeights'] {
  return sites.flatMap(({ denoise }) => denoise.trainableWeights);
}

function buildCondition(name: string, input: InputShape, scale: number, encoder: SiteEncoderShape): layers.LayersModel {
  const inputs = layers.input({ shape: [siteInputWidth(input)], name: `${name}_links` });
  const code = encodeInputs(inputs, input, encoder, name);
  const density = buildSiteDensity({ inputs, code }, input, name, scale);
  const known = input.input === 'measured' ? [inputs, density] : density;
  const guesses = new Guesses({ name: `${name}_guesses`, scale }).apply(known) as Symbolic;
  const outputs = layers.layers.concatenate({ name: `${name}_condition` }).apply([code, guesses]) as Symbolic;
  return layers.model({ inputs, outputs, name: `${name}_conditions` });
}

function buildSiteDenoiser(
  name: string,
  { encoder, units, blocks }: DenoiserShape,
  kept: Kept,
): { denoise: layers.LayersModel; gaussian: Symbolic } {
  const condition = layers.input({ shape: [encoder.units + GUESS_WIDTH], name: `${name}_given` });
  const noisy = layers.input({ shape: [NOISY_WIDTH], name: `${name}_position` });
  const part = (at: string, from: number, width: number): Symbolic =>
    new Columns({ name: at, from, width }).apply(condition) as Symbolic;
  const code = part(`${name}_what`, 0, encoder.units);
  const guesses = part(`${name}_where`, encoder.units, GUESS_WIDTH);
  const gaussian = new GaussianThere({ name: `${name}_there` }).apply([noisy, guesses]) as Symbolic;
  const features = new NoisyFeatures({ name: `${name}_features` }).apply([noisy, guesses, gaussian]) as Symbolic;
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
  const outputs = new Denoised({ name: `${name}_denoised`, kept }).apply([noisy, gaussian, answer]) as Symbolic;
  return { denoise: layers.model({ inputs: [condition, noisy], outputs, name: `${name}_denoiser` }), gaussian };
}
