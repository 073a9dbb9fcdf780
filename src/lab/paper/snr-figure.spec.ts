import { describe, expect, it } from 'vitest';
import type { PaperRow } from '../../engine/frontend.ts';
import { PLOT_THEMES } from '../charts/plot-theme.ts';
import { buildSnrFigure } from './snr-figure.ts';

const row = (estimator: string, grid: readonly (readonly [number, number | null])[]): PaperRow => ({
  estimator,
  title: estimator,
  published: null,
  ours: null,
  missing: '',
  grid: grid.map(([snr_db, rmse_m]) => ({ snr_db, rmse_m, count: 1000, with_fix: 1000 })),
});

describe('the figure of errors by SNR', () => {
  const rows = [
    row('pe-msrn', [
      [-10, 25],
      [6, 0.4],
    ]),
    row('cnn', []),
    row('msrn', [
      [-10, null],
      [6, 2],
    ]),
  ];
  const quote = { estimator: 'pe-msrn', title: 'PE-MSRN', words: '', ours: null, least_m: 0.04, most_m: 0.04 };
  const quoted = [
    { ...quote, snr_db: [6, 6] as [number, number] },
    { ...quote, snr_db: null },
  ];
  const { data, layout } = buildSnrFigure(rows, 0.3, quoted, PLOT_THEMES.dark) as {
    data: readonly { name: string; x: number[]; y: (number | null)[] }[];
    layout: { yaxis: { range: number[] } };
  };

  it('has a curve for whoever was evaluated, and a line at what is asked for', () => {
    expect(data.map(({ name }) => name)).toEqual([
      'what the scenario asks for',
      'pe-msrn',
      'msrn',
      'PE-MSRN, the paper’s text',
    ]);
    expect(data[0]).toMatchObject({ x: [-10, 6], y: [0.3, 0.3] });
    expect(data[2].y).toEqual([null, 2]);
    // What the text says of no SNR is in the table alone.
    expect(data[3]).toMatchObject({ x: [6], y: [0.04] });
  });

  it('spans the decades of all of it', () => {
    expect(layout.yaxis.range).toEqual([-2, 2]);
  });
});
