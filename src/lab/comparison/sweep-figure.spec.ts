import { describe, expect, it } from 'vitest';
import type { SweepPoint } from '../../engine/frontend.ts';
import { PLOT_THEMES } from '../charts/plot-theme.ts';
import { buildSweepFigure } from './sweep-figure.ts';

const value = { id: 'pe-msrn', rmse: 0.5, low: 0.4, high: 0.8, withFix: 1 };
const points: SweepPoint[] = [
  { snrDb: -10, curves: [{ ...value, rmse: 3, low: 2, high: 11 }], bound: 0.02 },
  { snrDb: -5, curves: [{ ...value, rmse: null, low: null, high: null, withFix: 0 }], bound: null },
  { snrDb: 0, curves: [value], bound: 0.01 },
];
const axis = [-10, -5, 0, 5];

describe('the figure of a sweep', () => {
  it('leaves a gap where nobody has a fix, and shows intervals by their ends', () => {
    const { data, layout } = buildSweepFigure(points, [{ id: 'pe-msrn', title: 'PE-MSRN' }], axis, PLOT_THEMES.dark);
    const [bound, curve] = data as { x: number[]; y: (number | null)[]; error_y?: Record<string, number[]> }[];
    expect(bound).toMatchObject({ x: [-10, -5, 0], y: [0.02, null, 0.01], line: { dash: 'dash' } });
    expect(curve).toMatchObject({ name: 'PE-MSRN', y: [3, null, 0.5] });
    expect(curve.error_y?.array).toEqual([8, 0, expect.closeTo(0.3, 9)]);
    expect(curve.error_y?.arrayminus).toEqual([1, 0, expect.closeTo(0.1, 9)]);
    expect(layout).toMatchObject({ xaxis: { range: [-11, 6] }, yaxis: { type: 'log', range: [-2, 2] } });
  });
});
