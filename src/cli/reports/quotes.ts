/** What the paper's text says of its figures, beside ours at the same SNRs. */
import { findEstimator } from '../../estimators/registry.ts';
import type { PaperQuote, PaperRow } from '../../evaluation/paper-report.ts';
import { QUOTED_ERRORS } from '../../training/published-figures.ts';

/**
 * The quotes of one figure, a row for each network.
 *
 * @param figure nothing is quoted of others than 6 to 11
 * @param rows ours in the setting that the figure is about
 */
export function quotesOf(figure: number, rows: readonly Pick<PaperRow, 'estimator' | 'grid'>[]): PaperQuote[] {
  const quotes = Object.entries(QUOTED_ERRORS).find(([key]) => Number(key) === figure)?.[1] ?? [];
  return quotes.flatMap(({ networks, snrDb, errors: [least, most], words }) =>
    networks.map((id): PaperQuote => {
      const grid = rows.find(({ estimator }) => estimator === id)?.grid ?? [];
      const ours = grid.flatMap(({ snr_db: at, rmse_m: rmse }) =>
        rmse !== null && (snrDb === null || (at >= snrDb[0] && at <= snrDb[1])) ? [rmse] : [],
      );
      return {
        estimator: id,
        title: findEstimator(id).title,
        snr_db: snrDb && [...snrDb],
        least_m: least,
        most_m: most,
        words,
        ours: ours.length === 0 ? null : { least_m: Math.min(...ours), most_m: Math.max(...ours) },
      };
    }),
  );
}
