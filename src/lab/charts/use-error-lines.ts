/** Errors of every estimator in use, as the charts and the table need them. */
import { useMemo } from 'react';
import { errorMetrics, type ErrorMetrics, type EstimatorView } from '../../engine/frontend.ts';
import { answeredLimits } from '../comparison/limit-table.ts';
import { useLabState } from '../lab-context.ts';
import { answeredErrors, answeredUsers } from '../state/fix-table.ts';

/** One estimator's errors. */
export interface ErrorLine {
  readonly estimator: EstimatorView;
  /** Errors of the answered users, metres; infinite without a fix. */
  readonly errors: Float64Array;
  /** Whose errors they are. */
  readonly users: Int32Array;
  /** Statistics of these errors; null where they cannot be said. */
  readonly metrics: ErrorMetrics;
  /** Users with a fix, of those answered. */
  readonly withFix: number;
}

/** Errors of every estimator in use on the axis that the reader chose. */
export function useErrorLines(): readonly ErrorLine[] {
  const fixes = useLabState((state) => state.fixes);
  const fixesVersion = useLabState((state) => state.fixesVersion);
  const ids = useLabState((state) => state.estimators);
  const axis = useLabState((state) => state.errorAxis);
  const session = useLabState((state) => state.session);
  return useMemo(() => {
    // The arrays change in place; their version says when.
    void fixesVersion;
    const users = answeredUsers(fixes);
    return ids.flatMap((id) => {
      const estimator = session?.estimators.find((one) => one.id === id);
      if (!estimator) return [];
      const errors = answeredErrors(fixes, id, axis);
      const withFix = errors.filter(Number.isFinite).length;
      return [{ estimator, errors, users, metrics: errorMetrics(errors), withFix }];
    });
  }, [fixes, fixesVersion, ids, axis, session]);
}

/** The limit of the same users on the same axis: infinite where there is none, empty until everybody's is known. */
export function useLimitErrors(): Float64Array {
  const fixes = useLabState((state) => state.fixes);
  const fixesVersion = useLabState((state) => state.fixesVersion);
  const limits = useLabState((state) => state.limits);
  const limitsVersion = useLabState((state) => state.limitsVersion);
  const axis = useLabState((state) => state.errorAxis);
  return useMemo(() => {
    void fixesVersion;
    void limitsVersion;
    return answeredLimits(limits, fixes, axis);
  }, [fixes, fixesVersion, limits, limitsVersion, axis]);
}
