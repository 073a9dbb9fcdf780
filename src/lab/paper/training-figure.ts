/** Training loss (figure 4) and validation error (table 6) by passes over the training positions, as plotly draws them. */
import type { PaperReport } from '../../engine/frontend.ts';
import { plotAxis, plotLayout, type PlotTheme } from '../charts/plot-theme.ts';
import type { Figure } from '../charts/take-home.ts';
import { css, estimatorStyle } from '../styles/palette.ts';

/** What is drawn over the passes. */
export type TrainingQuantity = 'loss' | 'mean';

/** Builds the figure. */
export function buildTrainingFigure(
  { curves, published }: Pick<PaperReport['training'], 'curves' | 'published'>,
  quantity: TrainingQuantity,
  theme: PlotTheme,
): Figure {
  const own = curves.map(({ estimator, title, points }) => ({
    type: 'scatter',
    mode: 'lines',
    name: title,
    x: points.map(({ passes }) => passes),
    y: points.map(({ training_loss, validation }) => (quantity === 'loss' ? training_loss : validation.mean_m)),
    line: { color: css(estimatorStyle(estimator).colour), width: 2 },
    hovertemplate:
      quantity === 'loss'
        ? `${title}: loss %{y:.3g} after %{x} passes<extra></extra>`
        : `${title}: mean %{y:.2f} m after %{x} passes<extra></extra>`,
  }));
  const printed = {
    type: 'scatter',
    mode: 'markers',
    name: 'PE-MSRN, paper',
    x: published.map(({ epochs }) => epochs),
    y: published.map(({ mean_m }) => mean_m),
    marker: { symbol: 'circle-open', size: 8, color: theme.text },
    hovertemplate: 'paper: mean %{y:.2f} m after %{x} epochs<extra></extra>',
  };
  return {
    data: quantity === 'mean' ? [...own, printed] : own,
    layout: plotLayout(theme, {
      margin: { l: 52, r: 18, t: 6, b: 34 },
      xaxis: plotAxis(theme, 'passes over the training positions', { type: 'log' }),
      yaxis: plotAxis(theme, '', { type: 'log', ...(quantity === 'mean' ? { ticksuffix: ' m' } : {}) }),
    }),
  };
}
