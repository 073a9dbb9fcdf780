/** One training of a network that reads the features of links: what is trained, on what, and how. */
import type { DatasetId } from '../datasets/definition.ts';
import type { SiteEncoderShape } from '../estimators/per-site/site-encoder.ts';
import type { Trial } from './experiment.ts';
import type { LoopConfiguration } from './loop.ts';

/** Networks that can be trained so. */
export type SiteNetworkId = 'site-product';

/** See the file's head. */
export interface SiteExperiment {
  readonly estimator: SiteNetworkId;
  readonly dataset: DatasetId;
  readonly encoder: SiteEncoderShape;
  readonly loop: LoopConfiguration;
  /** What the network is, in a sentence or two, for the card. */
  readonly description: string;
  /** What else was tried, for the card. */
  readonly trials: readonly Trial[];
}
