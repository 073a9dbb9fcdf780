/** A sweep of the SNR as plotly draws it: every estimator with its intervals, and the bound dashed. */
import type { SweepPoint } from '../../engine/frontend.ts';
import type { PlotTheme } from '../charts/plot-theme.ts';
import { buildRmseFigure, errorDecades } from '../charts/rmse-figure.ts';
import type { Figure } from '../charts/take-home.ts';
import { fineMetres } from '../format.ts';

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
  const measured = points.map(({ snrDb }) => snrDb);
  const bounds = points.map(({ bound }) => bound);
  const curves = titles.map(({ id, title }) => {
    const values = points.map((point) => point.curves.find((curve) => curve.id === id));
    const beyond = (end: 'low' | 'high'): number[] =>
      values.map((value) => Math.abs((value?.[end] ?? value?.rmse ?? 0) - (value?.rmse ?? 0)));
    const bars = { type: 'data', symmetric: false, array: beyond('high'), arrayminus: beyond('low') };
    return {
      ...{ id, title, snrsDb: measured },
      rmse: values.map((value) => value?.rmse ?? null),
      hoverEnd: ', %{customdata} % with fix',
      more: {
        error_y: { ...bars, thickness: 1, width: 3 },
        customdata: values.map((value) => Math.round(100 * (value?.withFix ?? 0))),
      },
    };
  });
  const bound = {
    name: 'position error bound',
    snrsDb: measured,
    errors: bounds,
    more: {
      customdata: bounds.map((value) => (value === null ? '' : fineMetres(value))),
      hovertemplate: 'position error bound: %{customdata} at %{x} dB<extra></extra>',
    },
  };
  const drawn = points.flatMap((point) => [...point.curves.flatMap(({ rmse, high }) => [rmse, high]), point.bound]);
  const labelled = snrsDb.filter((_, i) => i % 2 === 0);
  return buildRmseFigure(curves, bound, { snrsDb, labelled }, errorDecades(drawn), theme);
}
