/**
 * The answer of `wavefix evaluate --protocol grid`: known positions sounded again with fresh noise at every SNR (figures 6–11
 * of the PE-MSRN paper). It says how noise moves a fix that training has seen, not how well an unseen position is found.
 */
import { positionErrors } from './errors.ts';
import { errorMetrics } from './metrics.ts';
import type { ErrorMetrics } from './metrics.ts';
import { evaluationReport } from './report.ts';
import type { EvaluationReport, EvaluationSubject } from './report.ts';

/** The SNRs of the paper's figures, decibels. */
export const GRID_SNRS_DB: readonly number[] = [-10, -8, -6, -4, -2, 0, 2, 4, 6];

/** Soundings at every SNR, in total over the grid. */
export const GRID_DRAWS = 1000;

/** All soundings at one SNR. */
export interface SnrMetrics extends ErrorMetrics {
  readonly snr_db: number;
  readonly count: number;
  readonly with_fix: number;
}

/** The report: all soundings together, and SNR by SNR; the names are a contract with scripts. */
export interface GridReport extends EvaluationReport {
  readonly protocol: 'grid';
  readonly by_snr: readonly SnrMetrics[];
}

/** What was found at one SNR. */
export interface SnrFixes {
  readonly snrDb: number;
  /** [count, 3], metres; NaN where there is no fix. */
  readonly estimates: ArrayLike<number>;
  /** [count, 3], metres. */
  readonly truth: ArrayLike<number>;
}

/**
 * Builds the report.
 *
 * @param dimensions 2: the estimator knows the height, and its error is horizontal
 */
export function gridReport(subject: EvaluationSubject, found: readonly SnrFixes[], dimensions: 2 | 3): GridReport {
  const estimates = found.flatMap((at) => Array.from(at.estimates));
  const truth = found.flatMap((at) => Array.from(at.truth));
  return {
    ...evaluationReport(subject, estimates, truth, dimensions),
    protocol: 'grid',
    by_snr: found.map((at) => {
      const errors = positionErrors(at.estimates, at.truth, dimensions);
      return {
        snr_db: at.snrDb,
        count: errors.length,
        with_fix: errors.filter(Number.isFinite).length,
        ...errorMetrics(errors),
      };
    }),
  };
}
