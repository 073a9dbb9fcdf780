/** How a training came about, for `training.json`: loss and validation errors along the way (figure 4, table 6). */
import type { ErrorMetrics } from '../evaluation/metrics.ts';
import type { ValidationPoint } from './checkpoint.ts';
import type { Experiment } from './experiment.ts';
import type { LossKind } from './losses.ts';

/** One point of the curve. */
export interface CurvePoint {
  readonly step: number;
  /** Passes over the training positions: samples drawn per position. */
  readonly passes: number;
  /** Mean training loss since the point before, in the loss's unit. */
  readonly training_loss: number;
  /** Errors of the averaged weights on the validation split, metres. */
  readonly validation: ErrorMetrics | { readonly mean_m: number };
}

/** What the file holds. */
export interface TrainingCurve {
  readonly model: string;
  readonly dataset: string;
  readonly seed: number;
  readonly loss: LossKind;
  readonly points: readonly CurvePoint[];
}

/**
 * The curve of one run.
 *
 * @param positions number of training positions
 */
export function writeCurve(
  { estimator, dataset, loop }: Pick<Experiment, 'dataset' | 'loop'> & { readonly estimator: string },
  positions: number,
  history: readonly ValidationPoint[],
): TrainingCurve {
  return {
    model: estimator,
    dataset,
    seed: loop.seed,
    loss: loop.loss,
    points: history.map(({ step, trainingLoss, score, metrics }) => ({
      step,
      passes: Math.round((step * loop.batchSize) / positions),
      training_loss: trainingLoss,
      validation: metrics ?? { mean_m: score },
    })),
  };
}
