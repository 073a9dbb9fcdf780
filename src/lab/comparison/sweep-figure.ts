/** Errors against SNR as plotly draws them: one line per estimator with its interval, and the bound dashed. */
import type { SweepPoint } from '../../engine/frontend.ts';
import { plotAxis, plotLayout, type PlotTheme } from '../charts/plot-theme.ts';
import type { Figure } from '../charts/take-home.ts';
import { decadeText, fineMetres, withUnit } from '../format.ts';
import { PLOTLY_SYMBOLS } from '../styles/marker-shapes.ts';
import { css, estimatorStyle } from '../styles/palette.ts';

/** The whole decades that hold all errors of a sweep, as exponents of ten. */
export function sweepDecades(points: readonly SweepPoint[]): readonly [number, number] {
  const values = points
    .flatMap(({ curves, bound }) => [...curves.flatMap(({ rmse, high }) => [rmse, high]), bound])
    .filter((value) => value !== null && value > 0) as number[];
  if (values.length === 0) return [-2, 1];
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.ceil(Math.log10(Math.max(...values)));
  return [low, Math.max(low + 1, high)];
}

/**
 * Builds the figure.
 *
 * @param titles of the estimators, in the order of drawing
 * @param snrsDb the whole axis, also where nothing is known yet
 */
export function buildSweepFigure(
  points: readonly SweepPoint[],
  titles: readonly { readonly id: string; readonly title: string }[],
  snrsDb: readonly number[],
  theme: PlotTheme,
): Figure {
  const snrs = points.map(({ snrDb }) => snrDb);
  const bounds = points.map(({ bound }) => bound);
  const estimators = titles.map(({ id, title }) => {
    const { colour, shape } = estimatorStyle(id);
    const values = points.map(({ curves }) => curves.find((curve) => curve.id === id));
    const rmse = values.map((value) => value?.rmse ?? null);
    const beyond = (end: 'low' | 'high'): number[] =>
      values.map((value) => Math.abs((value?.[end] ?? value?.rmse ?? 0) - (value?.rmse ?? 0)));
    return {
      type: 'scatter',
      mode: 'lines+markers',
      name: title,
      x: snrs,
      y: rmse,
      error_y: {
        type: 'data',
        symmetric: false,
        array: beyond('high'),
        arrayminus: beyond('low'),
        thickness: 1,
        width: 3,
      },
      line: { color: css(colour), width: 2.25 },
      marker: { symbol: PLOTLY_SYMBOLS[shape], size: 9, color: css(colour), line: { color: theme.panel, width: 1.5 } },
      customdata: values.map((value) => Math.round(100 * (value?.withFix ?? 0))),
      hovertemplate: `${title}: RMSE %{y:.2f} m at %{x} dB, %{customdata} % with fix<extra></extra>`,
    };
  });
  const bound = {
    type: 'scatter',
    mode: 'lines',
    name: 'position error bound',
    x: snrs,
    y: bounds,
    line: { color: theme.soft, width: 1.5, dash: 'dash' },
    customdata: bounds.map((value) => (value === null ? '' : fineMetres(value))),
    hovertemplate: 'position error bound: %{customdata} at %{x} dB<extra></extra>',
  };
  const [low, high] = sweepDecades(points);
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
  const labelled = snrsDb.filter((_, i) => i % 2 === 0);
  const first = snrsDb[0];
  const last = snrsDb[snrsDb.length - 1];
  return {
    data: [bound, ...estimators],
    layout: plotLayout(theme, {
      margin: { l: 46, r: 18, t: 6, b: 24 },
      xaxis: plotAxis(theme, '', {
        range: [first - 1, last + 1],
        tickvals: labelled,
        ticktext: labelled.map((snrDb) => withUnit(snrDb, 0, 'dB')),
      }),
      yaxis: plotAxis(theme, '', {
        type: 'log',
        range: [low, high],
        tickvals: ticks,
        ticktext: ticks.map(decadeText),
      }),
    }),
  };
}
