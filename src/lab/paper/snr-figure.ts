/** RMSE by SNR on known positions (figures 6 to 11), as plotly draws it. */
import type { PaperQuote, PaperRow } from '../../engine/frontend.ts';
import type { PlotTheme } from '../charts/plot-theme.ts';
import { buildRmseFigure, errorDecades } from '../charts/rmse-figure.ts';
import type { Figure } from '../charts/take-home.ts';
import { css, estimatorStyle } from '../styles/palette.ts';
import { quotedPoints } from './quotes.ts';

/** Rows that were evaluated on known positions. */
export function knownRows(rows: readonly PaperRow[]): readonly PaperRow[] {
  return rows.filter(({ grid }) => grid.length > 0);
}

/**
 * Builds the figure.
 *
 * @param need accuracy that the scenario asks for, metres
 * @param quoted what the paper's text says of its own; where that is one length at one SNR it is marked
 */
export function buildSnrFigure(
  rows: readonly PaperRow[],
  need: number,
  quoted: readonly PaperQuote[],
  theme: PlotTheme,
): Figure {
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
  const points = quotedPoints(quoted);
  const decades = errorDecades([need, ...curves.flatMap(({ rmse }) => rmse), ...points.map(({ error }) => error)]);
  const { data, layout } = buildRmseFigure(curves, needed, { snrsDb, labelled: snrsDb }, decades, theme);
  const marks = points.map(({ estimator, title, snrDb, error }) => ({
    type: 'scatter',
    mode: 'markers',
    name: `${title}, the paper’s text`,
    x: [snrDb],
    y: [error],
    marker: { symbol: 'circle-open', size: 10, color: css(estimatorStyle(estimator).colour), line: { width: 2 } },
    hovertemplate: `the paper’s text: ${title} %{y} m at %{x} dB<extra></extra>`,
  }));
  return { data: [...data, ...marks], layout };
}
