/** One training of a network that reads the features of links: what is trained, on what, and how. */
import type { DatasetId } from '../datasets/definition.ts';
import type { DenoiserShape } from '../estimators/diffusion/network.ts';
import type { SiteEncoderShape } from '../estimators/per-site/site-encoder.ts';
import type { Trial } from './experiment.ts';
import type { LoopConfiguration } from './loop.ts';

interface CommonExperiment {
  readonly dataset: DatasetId;
  readonly loop: LoopConfiguration;
  /** What the network is, in a sentence or two, for the card. */
  readonly description: string;
  /** What else was tried, for the card. */
  readonly trials: readonly Trial[];
}

/** A density of every site. */
export interface SiteProductExperiment extends CommonExperiment {
  readonly estimator: 'site-product';
  readonly encoder: SiteEncoderShape;
}

/** A denoiser of every site, beside such a density. */
export interface DiffLocExperiment extends CommonExperiment {
  readonly estimator: 'diffloc-unet';
  readonly shape: DenoiserShape;
  /** The trained network of the same dataset whose layers of the same names it starts with. */
  readonly startsFrom: 'site-product';
}

/** See the file's head. */
export type SiteExperiment = SiteProductExperiment | DiffLocExperiment;
