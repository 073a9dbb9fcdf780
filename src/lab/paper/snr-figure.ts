/** RMSE by SNR on known positions (figures 6 to 11), as plotly draws it. */
import type { PaperRow } from '../../engine/frontend.ts';
import type { PlotTheme } from '../charts/plot-theme.ts';
import { buildRmseFigure, errorDecades } from '../charts/rmse-figure.ts';
import type { Figure } from '../charts/take-home.ts';

/** Rows that were evaluated on known positions. */
export function knownRows(rows: readonly PaperRow[]): readonly PaperRow[] {
  return rows.filter(({ grid }) => grid.length > 0);
}

/**
 * Builds the figure.
 *
 * @param need accuracy that the scenario asks for, metres
 */
export function buildSnrFigure(rows: readonly PaperRow[], need: number, theme: PlotTheme): Figure {
  const known = knownRows(rows);
  const snrsDb = [...new Set(known.flatMap(({ grid }) => grid.map(({ snr_db }) => snr_db)))].sort((a, b) => a - b);
  const curves = known.map(({ estimator, title, grid }) => ({
    ...{ id: estimator, title },
    snrsDb: grid.map(({ snr_db }) => snr_db),
    rmse: grid.map(({ rmse_m }) => rmse_m),
  }));
  const needed = {
    name: 'what the scenario asks for',
    snrsDb: [snrsDb[0], snrsDb[snrsDb.length - 1]],
    errors: [need, need],
    more: { hovertemplate: `asked for: ${need} m<extra></extra>` },
  };
  const decades = errorDecades([need, ...curves.flatMap(({ rmse }) => rmse)]);
  return buildRmseFigure(curves, needed, { snrsDb, labelled: snrsDb }, decades, theme);
}
