/** One published training: what is trained, on what, and how. `experiments/` holds one of these per file. */
import type { PeMsrnArchitecture } from '../estimators/pe-msrn/architecture.ts';
import type { EstimatorId } from '../estimators/registry.ts';
import type { PositionalEncoding } from '../features/positional-encoding.ts';
import type { DatasetId } from '../datasets/definition.ts';
import type { LoopConfiguration } from './loop.ts';
import type { MoveConfiguration } from './sampler.ts';

/** A row of "what was tried": settings and what the validation split said. */
export interface Trial {
  readonly settings: string;
  readonly result: string;
}

/** See the file's head. */
export interface Experiment {
  readonly estimator: EstimatorId;
  readonly dataset: DatasetId;
  /** How many of the dataset's noise draws of every training position are used, the first of them. */
  readonly draws: number;
  readonly encoding: PositionalEncoding;
  readonly architecture: Omit<PeMsrnArchitecture, 'imageSide'>;
  readonly move: MoveConfiguration;
  readonly loop: LoopConfiguration;
  /** What differs from the printed recipe, one sentence each, for the card. */
  readonly departures: readonly string[];
  /** What else was tried, for the card. */
  readonly trials: readonly Trial[];
}
