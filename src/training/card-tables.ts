/** What the tables of all model cards have in common. */
import { markdownTable } from '../evaluation/markdown-table.ts';
import type { ErrorMetrics } from '../evaluation/metrics.ts';
import type { Trial } from './experiment.ts';

/** The errors that a card shows. */
export type CardErrors = Pick<
  ErrorMetrics,
  'mean_m' | 'median_m' | 'p80_m' | 'p90_m' | 'p95_m' | 'max_m' | 'below_1m' | 'below_0_5m'
>;

/** Mean, median, 80, 90 and 95 % and maximum, and the shares below 1 and 0.5 m, as a card prints them. */
export function errorCells(errors: CardErrors): readonly string[] {
  const metres = (value: number | null): string => (value === null ? '–' : `${value.toFixed(3)} m`);
  const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
  const { mean_m, median_m, p80_m, p90_m, p95_m, max_m, below_1m, below_0_5m } = errors;
  return [...[mean_m, median_m, p80_m, p90_m, p95_m, max_m].map(metres), ...[below_1m, below_0_5m].map(share)];
}

/** The table of what was tried. */
export function trialTable(trials: readonly Trial[]): string {
  return markdownTable(
    ['settings', 'result'],
    trials.map(({ settings, result }) => [settings, result]),
  );
}
