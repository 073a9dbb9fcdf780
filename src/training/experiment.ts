/** One published training: what is trained, on what, and how. `experiments/` holds them. */
import type { NetworkArchitecture } from '../estimators/network/definition.ts';
import type { FixReference } from '../features/folded-fix.ts';
import type { FeatureSet } from '../features/feature-set.ts';
import type { DatasetId } from '../datasets/definition.ts';
import type { LoopConfiguration } from './loop.ts';
import type { NetworkId } from './networks.ts';
import type { MoveConfiguration } from './sampler.ts';

/** A row of "what was tried": settings and what the validation split said. */
export interface Trial {
  readonly settings: string;
  readonly result: string;
}

/** A feature set before its dataset is known: those with a fix take site, region and scene from there. */
export type FeatureChoice =
  | Exclude<FeatureSet, { kind: 'geometric' | 'folded' }>
  | { readonly kind: 'geometric'; readonly order: number }
  | { readonly kind: 'folded'; readonly order: number };

/** See the file's head. */
export interface Experiment {
  readonly estimator: NetworkId;
  readonly dataset: DatasetId;
  /** How many of the dataset's noise draws of every training position are used, the first of them. */
  readonly draws: number;
  readonly encoding: FeatureChoice;
  readonly architecture: Omit<NetworkArchitecture, 'inputShape'>;
  readonly move: MoveConfiguration;
  readonly loop: LoopConfiguration;
  /** What the network is, in a sentence or two, for the card. */
  readonly description: string;
  /** What differs from the printed recipe, one sentence each, for the card. */
  readonly departures: readonly string[];
  /** What else was tried, for the card. */
  readonly trials: readonly Trial[];
}

/** The feature set of a choice, for one site, region and scene. */
export function completeFeatures(choice: FeatureChoice, place: FixReference): FeatureSet {
  if (choice.kind === 'folded') return { kind: 'folded', order: choice.order, reference: place };
  if (choice.kind !== 'geometric') return choice;
  const { origin, minimum, maximum } = place;
  return { kind: 'geometric', order: choice.order, reference: { origin, minimum, maximum } };
}
