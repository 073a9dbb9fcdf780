/** What the page asks and is told of errors against SNR. */
import type { SweepPoint, SweepValue } from '../evaluation/snr-sweep.ts';
import type { EstimatorId } from '../estimators/registry.ts';
import type { LimitRequest } from './limit-view.ts';
import { TRACKER } from './track-view.ts';

export type { SweepPoint, SweepValue };

/** Estimators that no sweep can ask, and why, as the page says it behind their names. */
export const NOT_SWEPT: Readonly<Partial<Record<EstimatorId, string>>> = {
  [TRACKER]: 'which looks back along the way',
  twin: 'which takes seconds over a user',
};

/** What `sweep` is asked; it compares the estimators of the latest run. */
export interface SweepRequest {
  /** Decibels, in the meaning that the scene gives them. */
  readonly snrsDb: readonly number[];
  /** How many users take part, spread over all of them; no more than there are. */
  readonly users: number;
  /** Soundings of each of them at every SNR. */
  readonly draws: number;
  /** Of all noise. */
  readonly seed: number;
  /** The limit that is drawn beside. */
  readonly limit: LimitRequest;
}

/** A point that is complete, or how far the sweep has come, in soundings. */
export type SweepEvent =
  | { readonly kind: 'point'; readonly point: SweepPoint }
  | { readonly kind: 'progress'; readonly done: number; readonly total: number };
