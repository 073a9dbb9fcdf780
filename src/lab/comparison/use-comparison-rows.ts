/** The rows of the comparison as they are now. */
import { useMemo } from 'react';
import { useErrorLines, useLimitErrors } from '../charts/use-error-lines.ts';
import { useLabState } from '../lab-context.ts';
import { comparisonRow, type ComparisonRow } from './comparison-rows.ts';
import { LIMIT_ROW } from './follow-intervals.ts';

/** One row for every estimator in use, and one for the limit once it is known. */
export function useComparisonRows(): {
  readonly rows: readonly ComparisonRow[];
  readonly limit: ComparisonRow | null;
} {
  const lines = useErrorLines();
  const limits = useLimitErrors();
  const fixes = useLabState((state) => state.fixes);
  const drawn = useLabState((state) => state.intervals);
  return useMemo(() => {
    const intervalsOf = (id: string): ComparisonRow['intervals'] => drawn?.rows.get(id) ?? null;
    const rows = lines.map(({ estimator, errors }) =>
      comparisonRow(estimator, errors, fixes.refusals.get(estimator.id)?.values() ?? [], intervalsOf(estimator.id)),
    );
    const limit =
      limits.length > 0 ? comparisonRow({ id: LIMIT_ROW, title: 'bound' }, limits, [], intervalsOf(LIMIT_ROW)) : null;
    return { rows, limit };
  }, [lines, limits, fixes, drawn]);
}
