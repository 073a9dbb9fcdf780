/** One training of a network of several sites: what is trained, on what, and how. */
import type { DatasetId } from '../datasets/definition.ts';
import type { DenoiserShape } from '../estimators/diffusion/network.ts';
import type { GridFusionShape } from '../estimators/grid-fusion/network.ts';
import type { SiteEncoderShape } from '../estimators/per-site/site-encoder.ts';
import type { RegressionShape } from '../estimators/regression/network.ts';
import type { InputKind } from '../estimators/site-inputs/weights-name.ts';
import type { Trial } from './experiment.ts';
import type { LoopConfiguration } from './loop.ts';

interface CommonExperiment {
  readonly dataset: DatasetId;
  /** A dataset in the same scene, before the same sites, whose training users join those of `dataset`. */
  readonly practice: DatasetId;
  /** What the network is fed of every site. */
  readonly input: InputKind;
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
  /** The trained network of the same dataset and input whose layers of the same names it starts with. */
  readonly startsFrom: 'site-product';
}

/** The same network, tuned from the trained denoisers to find its way in two steps. */
export interface ConsistencyExperiment extends CommonExperiment {
  readonly estimator: 'diffloc-ct';
  readonly shape: DenoiserShape;
  readonly startsFrom: 'diffloc-unet';
}

/** One position from all sites together. */
export interface RegressionExperiment extends CommonExperiment {
  readonly estimator: 'regression';
  readonly shape: RegressionShape;
}

/** A probability map of every site. */
export interface GridFusionExperiment extends CommonExperiment {
  readonly estimator: 'grid-fusion';
  readonly shape: GridFusionShape;
  /** Side of the map's cells, metres. */
  readonly pitch: number;
}

/** See the file's head. */
export type SiteExperiment =
  SiteProductExperiment | DiffLocExperiment | ConsistencyExperiment | RegressionExperiment | GridFusionExperiment;
