/** RMSE by SNR on known positions (figures 6 to 11), as plotly draws it. */
import type { PaperRow } from '../../engine/frontend.ts';
import { plotAxis, plotLayout, type PlotTheme } from '../charts/plot-theme.ts';
import type { Figure } from '../charts/take-home.ts';
import { decadeText, withUnit } from '../format.ts';
import { PLOTLY_SYMBOLS } from '../styles/marker-shapes.ts';
import { css, estimatorStyle } from '../styles/palette.ts';

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
  const snrs = [...new Set(known.flatMap(({ grid }) => grid.map(({ snr_db }) => snr_db)))].sort((a, b) => a - b);
  const values = known.flatMap(({ grid }) => grid.flatMap(({ rmse_m }) => rmse_m ?? [])).filter((value) => value > 0);
  const low = Math.floor(Math.log10(Math.min(need, ...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(need, ...values))));
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
  const [first, last] = [snrs[0], snrs[snrs.length - 1]];
  const needed = {
    type: 'scatter',
    mode: 'lines',
    name: 'what the scenario asks for',
    x: [first, last],
    y: [need, need],
    line: { color: theme.soft, width: 1.5, dash: 'dash' },
    hovertemplate: `asked for: ${need} m<extra></extra>`,
  };
  const curves = known.map(({ estimator, title, grid }) => {
    const { colour, shape } = estimatorStyle(estimator);
    return {
      type: 'scatter',
      mode: 'lines+markers',
      name: title,
      x: grid.map(({ snr_db }) => snr_db),
      y: grid.map(({ rmse_m }) => rmse_m),
      line: { color: css(colour), width: 2.25 },
      marker: { symbol: PLOTLY_SYMBOLS[shape], size: 9, color: css(colour), line: { color: theme.panel, width: 1.5 } },
      hovertemplate: `${title}: RMSE %{y:.2f} m at %{x} dB<extra></extra>`,
    };
  });
  return {
    data: [needed, ...curves],
    layout: plotLayout(theme, {
      margin: { l: 46, r: 18, t: 6, b: 24 },
      xaxis: plotAxis(theme, '', {
        range: [first - 1, last + 1],
        tickvals: snrs,
        ticktext: snrs.map((snrDb) => withUnit(snrDb, 0, 'dB')),
      }),
      yaxis: plotAxis(theme, '', { type: 'log', range: [low, high], tickvals: ticks, ticktext: ticks.map(decadeText) }),
    }),
  };
}
