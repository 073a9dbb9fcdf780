/** The answer of `wavefix evaluate`: errors of one estimator on one split, with what is needed to get it again. */
import { positionErrors, verticalErrors } from './errors.ts';
import { errorMetrics } from './metrics.ts';
import type { ErrorMetrics } from './metrics.ts';

/** What was evaluated. */
export interface EvaluationSubject {
  readonly model: string;
  readonly dataset: string;
  readonly split: string;
  readonly seed: number;
  readonly dataset_hash: string;
}

/** The report; the names are a contract with scripts. */
export interface EvaluationReport extends EvaluationSubject, ErrorMetrics {
  /** Users asked for. */
  readonly count: number;
  /** Users with a fix. */
  readonly with_fix: number;
  readonly horizontal: ErrorMetrics;
  readonly vertical: ErrorMetrics;
}

/**
 * Builds the report.
 *
 * @param estimates [count, 3], metres; NaN where there is no fix
 * @param truth [count, 3], metres
 * @param dimensions 2: the estimator knows the height, and its error is horizontal
 */
export function evaluationReport(
  subject: EvaluationSubject,
  estimates: ArrayLike<number>,
  truth: ArrayLike<number>,
  dimensions: 2 | 3,
): EvaluationReport {
  const errors = positionErrors(estimates, truth, dimensions);
  const { model, dataset, split, seed, dataset_hash } = subject;
  return {
    model,
    dataset,
    split,
    seed,
    dataset_hash,
    count: errors.length,
    with_fix: errors.filter(Number.isFinite).length,
    ...errorMetrics(errors),
    horizontal: errorMetrics(positionErrors(estimates, truth, 2)),
    vertical: errorMetrics(verticalErrors(estimates, truth)),
  };
}
