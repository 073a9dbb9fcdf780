/** The error curves as plotly draws them: one step line per estimator with its median and 90 %, and the bound dashed. */
import { decadeText, fineMetres } from '../format.ts';
import { PLOTLY_SYMBOLS } from '../styles/marker-shapes.ts';
import { css, estimatorStyle } from '../styles/palette.ts';
import { decades, type CdfLine } from './cdf.ts';
import { plotAxis, plotLayout, type PlotTheme } from './plot-theme.ts';

/** Space around the plot area, CSS pixels. */
export const CDF_MARGIN = { left: 32, right: 20, top: 6, bottom: 24 } as const;

/** One estimator's curve. */
export interface CdfCurve {
  readonly id: string;
  readonly title: string;
  readonly line: CdfLine;
  readonly median: number | null;
  readonly p90: number | null;
}

/** A chart as plotly takes it, and the decades that its axis spans. */
export interface CdfFigure {
  readonly data: readonly object[];
  readonly layout: object;
  readonly decades: readonly [low: number, high: number];
}

/**
 * Builds the figure.
 *
 * @param bound distribution of the bound, or null while it is not known; below the axis it enters from its left end
 */
export function buildCdfFigure(curves: readonly CdfCurve[], bound: CdfLine | null, theme: PlotTheme): CdfFigure {
  const range = decades([...curves.map(({ line }) => line), ...(bound ? [bound] : [])]);
  const [low, high] = range;
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
  const data = curves.flatMap(({ id, title, line, median, p90 }) => {
    const { colour, shape } = estimatorStyle(id);
    const marks = [
      [median, 50],
      [p90, 90],
    ].filter(([error]) => error !== null);
    return [
      {
        type: 'scatter',
        mode: 'lines',
        name: title,
        x: line.errors,
        y: line.shares,
        line: { color: css(colour), width: 2.25, shape: 'hv' },
        hovertemplate: `${title}: %{y:.0f} % of users within %{x:.2f} m<extra></extra>`,
      },
      {
        type: 'scatter',
        mode: 'markers',
        name: title,
        showlegend: false,
        x: marks.map(([error]) => error),
        y: marks.map(([, share]) => share),
        marker: {
          symbol: PLOTLY_SYMBOLS[shape],
          size: 9,
          color: css(colour),
          line: { color: theme.panel, width: 1.5 },
        },
        hovertemplate: `${title}: %{y} % at %{x:.2f} m<extra></extra>`,
      },
    ];
  });
  const layout = plotLayout(theme, {
    margin: { l: CDF_MARGIN.left, r: CDF_MARGIN.right, t: CDF_MARGIN.top, b: CDF_MARGIN.bottom },
    xaxis: plotAxis(theme, '', {
      type: 'log',
      range,
      tickvals: ticks,
      ticktext: ticks.map(decadeText),
    }),
    yaxis: plotAxis(theme, '', {
      range: [0, 101.5],
      tickvals: [0, 50, 90, 100],
      ticktext: ['0', '50', '90', '100'],
    }),
    ...(bound && bound.errors.length > 0 ? { annotations: [labelOf(bound, range, theme)] } : {}),
  });
  return { data: bound ? [boundTrace(bound, theme), ...data] : data, layout, decades: range };
}

function boundTrace({ errors, shares }: CdfLine, theme: PlotTheme): object {
  return {
    type: 'scatter',
    mode: 'lines',
    name: 'position error bound',
    x: errors,
    y: shares,
    line: { color: theme.soft, width: 1.5, dash: 'dash', shape: 'hv' },
    customdata: Array.from(errors, fineMetres),
    hovertemplate: 'position error bound: %{customdata} for %{y:.0f} % of users<extra></extra>',
  };
}

/** The word beside the dashed line, at a height where it has room; at the left end where the line lies beyond. */
function labelOf({ errors, shares }: CdfLine, [low, high]: readonly [number, number], theme: PlotTheme): object {
  const at = Math.max(
    0,
    shares.findIndex((share) => share >= 72),
  );
  const place = Math.log10(errors[at]);
  // Whatever lies beyond the axis is drawn at its end, and is smaller than that says.
  const isBeyond = place <= low;
  return {
    text: isBeyond ? `◂ bound ≤ ${fineMetres(errors[at])}` : 'bound',
    x: Math.min(high, Math.max(low, place)),
    y: shares[at],
    xanchor: 'left',
    xshift: 4,
    showarrow: false,
    font: { size: 11, color: theme.soft },
  };
}
