/** The answer of `wavefix evaluate`: errors of one estimator on one split, with what is needed to get it again. */
import type { Belief } from '../estimators/estimator.ts';
import type { InputKind } from '../estimators/site-inputs/weights-name.ts';
import type { KnowledgeStage } from '../estimators/twin/twin.ts';
import type { Calibration } from './calibration.ts';
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
  /** What the network was fed, where there is a choice. */
  readonly input?: InputKind;
  /** Whose fixes were refined, and the last stage that was tried. */
  readonly from?: string;
  readonly until?: KnowledgeStage;
  /** Numbers of the sites that listened, where not all did. */
  readonly sites?: readonly number[];
  /** Where the prior that all sites share was taken out of their product. */
  readonly prior?: true;
  /** SNR that was asked for, decibels. */
  readonly snr_db?: number;
  /** Folder of the weights, where it was not the usual one. */
  readonly weights?: string;
}

/** The report; the names are a contract with scripts. */
export interface EvaluationReport extends EvaluationSubject, ErrorMetrics {
  /** Users asked for. */
  readonly count: number;
  /** Users with a fix. */
  readonly with_fix: number;
  /** Median of those with a fix, where some have none: everybody's median counts these as infinitely wrong. */
  readonly median_of_fixes_m?: number | null;
  readonly horizontal: ErrorMetrics;
  readonly vertical: ErrorMetrics;
  /** How often the regions that it believes in held the truth, where it has such. */
  readonly calibration?: Calibration;
  /** What the estimator says of itself; see `Belief.summary`. */
  readonly summary?: Belief['summary'];
}

/** What became of an estimator's belief. */
export type BeliefReport = Pick<EvaluationReport, 'calibration' | 'summary'>;

/**
 * Builds the report.
 *
 * @param estimates [count, 3], metres; NaN where there is no fix
 * @param truth [count, 3], metres
 * @param dimensions 2: the estimator knows the height, and its error is horizontal
 * @param belief what became of it, where it has one
 */
export function evaluationReport(
  subject: EvaluationSubject,
  estimates: ArrayLike<number>,
  truth: ArrayLike<number>,
  dimensions: 2 | 3,
  belief?: BeliefReport,
): EvaluationReport {
  const errors = positionErrors(estimates, truth, dimensions);
  const found = errors.filter(Number.isFinite);
  const { input, ...asked } = subject;
  return {
    ...asked,
    ...(input && { input }),
    count: errors.length,
    with_fix: found.length,
    ...(found.length < errors.length && { median_of_fixes_m: errorMetrics(found).median_m }),
    ...errorMetrics(errors),
    horizontal: errorMetrics(positionErrors(estimates, truth, 2)),
    vertical: errorMetrics(verticalErrors(estimates, truth)),
    ...belief,
  };
}
