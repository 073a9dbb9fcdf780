/** A training as plotly draws it: the loss of every step, the validation's mean error, and the distribution of its errors. */
import type { ValidationPoint } from '../../engine/frontend.ts';
import { buildCdf, decades } from '../charts/cdf.ts';
import { plotAxis, plotLayout, type PlotTheme } from '../charts/plot-theme.ts';
import type { Figure } from '../charts/take-home.ts';
import { decadeText } from '../format.ts';
import { css, estimatorStyle } from '../styles/palette.ts';
import type { TrainingState, ValidationErrors } from './training-state.ts';

const MARGIN = { l: 52, r: 14, t: 6, b: 34 };
/** Ticks at 1, 2 and 5 of every decade, written out. */
const LOG_TICKS = { type: 'log', dtick: 'D2', tickformat: '.2~g' } as const;
/** Distributions that are drawn together. */
const DISTRIBUTIONS = 6;
/** Losses are drawn as so many means at most. */
const POINTS = 400;

/** Losses of single steps and their means, by step. */
export interface LossLines {
  readonly steps: readonly number[];
  readonly means: readonly number[];
  readonly least: readonly number[];
  readonly most: readonly number[];
}

/** The losses of neighbouring steps together: mean, least and most, so that thousands are drawn as hundreds. */
export function gatherLosses(losses: readonly number[], firstStep: number, points = POINTS): LossLines {
  const width = Math.max(1, Math.ceil(losses.length / points));
  const groups = Array.from({ length: Math.ceil(losses.length / width) }, (_, i) =>
    losses.slice(i * width, (i + 1) * width),
  );
  return {
    steps: groups.map((group, i) => firstStep + i * width + group.length),
    means: groups.map((group) => group.reduce((sum, loss) => sum + loss, 0) / group.length),
    least: groups.map((group) => Math.min(...group)),
    most: groups.map((group) => Math.max(...group)),
  };
}

/** The loss over the steps, on a logarithmic axis: means of neighbours, and the range of them behind. */
export function buildLossFigure(
  { losses, firstStep, begun }: Pick<TrainingState, 'losses' | 'firstStep' | 'begun'>,
  theme: PlotTheme,
): Figure {
  const { steps, means, least, most } = gatherLosses(losses, firstStep);
  const { colour } = estimatorStyle('own');
  const edge = { type: 'scatter', mode: 'lines', x: steps, line: { width: 0 }, hoverinfo: 'skip' } as const;
  return {
    data: [
      { ...edge, y: least },
      { ...edge, y: most, fill: 'tonexty', fillcolor: css(colour, 0.22) },
      {
        type: 'scatter',
        mode: 'lines',
        name: 'training loss',
        x: steps,
        y: means,
        line: { color: css(colour), width: 2 },
        hovertemplate: 'loss %{y:.3g} at step %{x}<extra></extra>',
      },
    ],
    layout: plotLayout(theme, {
      margin: MARGIN,
      xaxis: plotAxis(theme, 'step', { range: [0, begun?.totalSteps ?? 100] }),
      yaxis: plotAxis(theme, '', LOG_TICKS),
    }),
  };
}

/** The mean error on the validation users over the steps. */
export function buildMeanFigure(
  validations: readonly ValidationPoint[],
  { begun }: Pick<TrainingState, 'begun'>,
  theme: PlotTheme,
): Figure {
  const { colour } = estimatorStyle('own');
  return {
    data: [
      {
        type: 'scatter',
        mode: 'lines+markers',
        name: 'validation mean',
        x: validations.map(({ step }) => step),
        y: validations.map(({ score }) => score),
        line: { color: css(colour), width: 2 },
        marker: { size: 5, color: css(colour) },
        hovertemplate: 'mean %{y:.2f} m at step %{x}<extra></extra>',
      },
    ],
    layout: plotLayout(theme, {
      margin: MARGIN,
      xaxis: plotAxis(theme, 'step', { range: [0, begun?.totalSteps ?? 100] }),
      yaxis: plotAxis(theme, '', { ...LOG_TICKS, ticksuffix: ' m' }),
    }),
  };
}

/** The last and some before it, evenly spread. */
function spread(errors: readonly ValidationErrors[]): readonly ValidationErrors[] {
  const gap = Math.ceil(errors.length / DISTRIBUTIONS);
  return errors.filter((_, i) => (errors.length - 1 - i) % gap === 0);
}

/** The distributions of the validation's errors: the newest in full, earlier ones fainter the older they are. */
export function buildErrorsFigure(errors: readonly ValidationErrors[], theme: PlotTheme): Figure {
  const { colour } = estimatorStyle('own');
  const lines = spread(errors).map((one) => ({ step: one.step, line: buildCdf(one.errors) }));
  const range = decades(lines.map(({ line }) => line));
  const [low, high] = range;
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
  return {
    data: lines.map(({ step, line }, i) => ({
      type: 'scatter',
      mode: 'lines',
      name: `step ${step}`,
      x: line.errors,
      y: line.shares,
      line: {
        color: css(colour, i === lines.length - 1 ? 1 : 0.15 + (0.35 * i) / lines.length),
        width: i === lines.length - 1 ? 2.25 : 1.25,
        shape: 'hv',
      },
      hovertemplate: `step ${step}: %{y:.0f} % of users within %{x:.2f} m<extra></extra>`,
    })),
    layout: plotLayout(theme, {
      margin: { ...MARGIN, l: 34, r: 20 },
      xaxis: plotAxis(theme, 'error', { type: 'log', range, tickvals: ticks, ticktext: ticks.map(decadeText) }),
      yaxis: plotAxis(theme, '', { range: [0, 101.5], tickvals: [0, 50, 90, 100] }),
    }),
  };
}
