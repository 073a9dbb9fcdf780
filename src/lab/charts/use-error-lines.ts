/** Errors of every estimator in use, as the charts and the table need them. */
import { useMemo } from 'react';
import { errorMetrics, type ErrorMetrics, type EstimatorView } from '../../engine/frontend.ts';
import { useLabState } from '../lab-context.ts';
import { answeredErrors } from '../state/fix-table.ts';

/** One estimator's errors. */
export interface ErrorLine {
  readonly estimator: EstimatorView;
  /** Errors of the answered users, metres; infinite without a fix. */
  readonly errors: Float64Array;
  /** Statistics of these errors; null where they cannot be said. */
  readonly metrics: ErrorMetrics;
  /** Users with a fix, of those answered. */
  readonly withFix: number;
}

/** Errors of every estimator in use on the axis that the reader chose. */
export function useErrorLines(): readonly ErrorLine[] {
  const fixes = useLabState((state) => state.fixes);
  const fixesVersion = useLabState((state) => state.fixesVersion);
  const truth = useLabState((state) => state.truth);
  const truthVersion = useLabState((state) => state.truthVersion);
  const ids = useLabState((state) => state.estimators);
  const axis = useLabState((state) => state.errorAxis);
  const session = useLabState((state) => state.session);
  return useMemo(() => {
    // The arrays change in place; their versions say when.
    void fixesVersion;
    void truthVersion;
    return ids.flatMap((id) => {
      const estimator = session?.estimators.find((one) => one.id === id);
      if (!estimator) return [];
      const errors = answeredErrors(fixes, id, axis, truth);
      return [{ estimator, errors, metrics: errorMetrics(errors), withFix: errors.filter(Number.isFinite).length }];
    });
  }, [fixes, fixesVersion, truth, truthVersion, ids, axis, session]);
}
