/** Distributions of errors by training length (figure 5), through the points that tables and trainings keep of them. */
import type { PaperErrors, PaperReport } from '../../engine/frontend.ts';
import { plotAxis, plotLayout, type PlotTheme } from '../charts/plot-theme.ts';
import type { Figure } from '../charts/take-home.ts';
import { css, estimatorStyle } from '../styles/palette.ts';

/** How many lengths of a training are drawn, the last among them. */
const LENGTHS = 5;

/** A distribution: errors in metres, ascending, and how many per cent of users are within them. */
export interface KnownDistribution {
  readonly errors: readonly number[];
  readonly shares: readonly number[];
}

/** What of a distribution is known from its statistics. */
export function knownDistribution(errors: PaperErrors): KnownDistribution {
  const points = [
    [errors.min_m, 0],
    [errors.below_0_5m === null ? null : 0.5, errors.below_0_5m],
    [errors.below_1m === null ? null : 1, errors.below_1m],
    [errors.median_m, 0.5],
    [errors.p90_m, 0.9],
    [errors.max_m, 1],
  ] as const;
  const known = points
    .flatMap(([error, share]) => (error === null || share === null ? [] : [{ error, share: 100 * share }]))
    .sort((a, b) => a.error - b.error || a.share - b.share);
  return { errors: known.map(({ error }) => error), shares: known.map(({ share }) => share) };
}

/**
 * Builds the figure: one training of ours, fainter the earlier, and the paper's PE-MSRN dotted, likewise.
 *
 * @param estimator whose training it is
 */
export function buildDistributionFigure(
  { curves, published }: Pick<PaperReport['training'], 'curves' | 'published'>,
  estimator: string,
  theme: PlotTheme,
): Figure {
  const curve = curves.find((one) => one.estimator === estimator);
  const colour = estimatorStyle(estimator).colour;
  const own = spread(curve?.points ?? []).map(({ passes, validation }, i, all) =>
    line(
      `${curve?.title ?? ''}, ${passes} passes`,
      validation,
      { color: css(colour), width: i === all.length - 1 ? 2.25 : 1.25 },
      i === all.length - 1 ? 1 : 0.25 + (0.4 * i) / all.length,
    ),
  );
  const first = published.slice(0, 1);
  const last = published.slice(1).slice(-1);
  const paper = [...first, ...last].map(({ epochs, ...errors }, i, all) =>
    line(`paper, ${epochs} epochs`, errors, {
      color: i === all.length - 1 ? theme.text : theme.soft,
      width: 1.5,
      dash: 'dot',
    }),
  );
  return {
    data: [...paper, ...own],
    layout: plotLayout(theme, {
      margin: { l: 40, r: 18, t: 6, b: 34 },
      xaxis: plotAxis(theme, 'error on the validation positions, metres', { type: 'log' }),
      yaxis: plotAxis(theme, '', { range: [0, 101.5], tickvals: [0, 50, 90, 100], ticksuffix: ' %' }),
    }),
  };
}

interface LineStyle {
  readonly color: string;
  readonly width: number;
  readonly dash?: 'dot';
}

function line(name: string, errors: PaperErrors, style: LineStyle, opacity = 1): object {
  const { errors: x, shares: y } = knownDistribution(errors);
  const hovertemplate = `${name}: %{y:.0f} % within %{x:.2f} m<extra></extra>`;
  const marker = { size: 4, color: style.color };
  return { type: 'scatter', mode: 'lines+markers', name, x, y, line: style, marker, opacity, hovertemplate };
}

/** The last and some before it, evenly spread. */
function spread<T>(points: readonly T[]): readonly T[] {
  const gap = Math.max(1, Math.ceil(points.length / LENGTHS));
  return points.filter((_, i) => (points.length - 1 - i) % gap === 0);
}
