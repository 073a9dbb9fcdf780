/** Root mean square errors against SNR as plotly draws them: a line with marks per estimator, and one dashed beside them. */
import { decadeText, withUnit } from '../format.ts';
import { PLOTLY_SYMBOLS } from '../styles/marker-shapes.ts';
import { css, estimatorStyle } from '../styles/palette.ts';
import { plotAxis, plotLayout, type PlotTheme } from './plot-theme.ts';
import type { Figure } from './take-home.ts';

/** One estimator's line. */
export interface RmseCurve {
  readonly id: string;
  readonly title: string;
  /** Decibels. */
  readonly snrsDb: readonly number[];
  /** Metres; null leaves a gap. */
  readonly rmse: readonly (number | null)[];
  /** What plotly is told beyond that, such as bars. */
  readonly more?: object;
  /** What stands behind the numbers where one points. */
  readonly hoverEnd?: string;
}

/** What the lines are held against. */
export interface RmseReference {
  readonly name: string;
  readonly snrsDb: readonly number[];
  /** Metres. */
  readonly errors: readonly (number | null)[];
  readonly more: object;
}

/** The whole decades that hold all errors, as exponents of ten, at least one decade; of −2 and 1 where there are none. */
export function errorDecades(errors: readonly (number | null | undefined)[]): readonly [low: number, high: number] {
  const powers = errors.flatMap((error) => (error && error > 0 ? [Math.log10(error)] : []));
  if (powers.length === 0) return [-2, 1];
  const low = Math.floor(Math.min(...powers));
  return [low, Math.max(low + 1, Math.ceil(Math.max(...powers)))];
}

/**
 * Builds the figure.
 *
 * @param axis the SNRs that it spans, also where nothing is known yet, and those of them that are written below it
 * @param decades of the errors, from {@link errorDecades}
 */
export function buildRmseFigure(
  curves: readonly RmseCurve[],
  reference: RmseReference,
  axis: { readonly snrsDb: readonly number[]; readonly labelled: readonly number[] },
  [low, high]: readonly [number, number],
  theme: PlotTheme,
): Figure {
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
  const { snrsDb, labelled } = axis;
  return {
    data: [referenceTrace(reference, theme), ...curves.map((curve) => curveTrace(curve, theme))],
    layout: plotLayout(theme, {
      // Above the plot there is room for half of the topmost label: one that does not fit is left out.
      margin: { l: 46, r: 18, t: 10, b: 24 },
      xaxis: plotAxis(theme, '', {
        range: [snrsDb[0] - 1, snrsDb[snrsDb.length - 1] + 1],
        tickvals: labelled,
        ticktext: labelled.map((snrDb) => withUnit(snrDb, 0, 'dB')),
      }),
      yaxis: plotAxis(theme, '', { type: 'log', range: [low, high], tickvals: ticks, ticktext: ticks.map(decadeText) }),
    }),
  };
}

function referenceTrace({ name, snrsDb, errors, more }: RmseReference, theme: PlotTheme): object {
  return {
    type: 'scatter',
    mode: 'lines',
    name,
    x: snrsDb,
    y: errors,
    line: { color: theme.soft, width: 1.5, dash: 'dash' },
    ...more,
  };
}

function curveTrace({ id, title, snrsDb, rmse, more, hoverEnd = '' }: RmseCurve, theme: PlotTheme): object {
  const { colour, shape } = estimatorStyle(id);
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name: title,
    x: snrsDb,
    y: rmse,
    line: { color: css(colour), width: 2.25 },
    marker: { symbol: PLOTLY_SYMBOLS[shape], size: 9, color: css(colour), line: { color: theme.panel, width: 1.5 } },
    hovertemplate: `${title}: RMSE %{y:.2f} m at %{x} dB${hoverEnd}<extra></extra>`,
    ...more,
  };
}
