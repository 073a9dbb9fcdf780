import { describe, expect, it } from 'vitest';
import { PLOT_THEMES } from './plot-theme.ts';
import { buildRmseFigure, errorDecades } from './rmse-figure.ts';

describe('errors against SNR', () => {
  it('span whole decades, at least one', () => {
    expect(errorDecades([0.02, 3, null, undefined, 11])).toEqual([-2, 2]);
    expect(errorDecades([1])).toEqual([0, 1]);
    expect(errorDecades([0, null])).toEqual([-2, 1]);
  });

  it('are drawn over what they are held against, the axis whole from the start', () => {
    const { data, layout } = buildRmseFigure(
      [{ id: 'pe-msrn', title: 'PE-MSRN', snrsDb: [-10, -5], rmse: [3, null], more: { customdata: [1, 2] } }],
      { name: 'bound', snrsDb: [-10], errors: [0.1], more: {} },
      { snrsDb: [-10, -5, 0], labelled: [-10, 0] },
      [-1, 1],
      PLOT_THEMES.light,
    );
    expect(data).toMatchObject([
      { name: 'bound', x: [-10], y: [0.1], line: { dash: 'dash' } },
      { name: 'PE-MSRN', x: [-10, -5], y: [3, null], customdata: [1, 2] },
    ]);
    expect(layout).toMatchObject({
      xaxis: { range: [-11, 1], tickvals: [-10, 0] },
      yaxis: { type: 'log', range: [-1, 1], tickvals: [0.1, 1, 10] },
    });
  });
});
