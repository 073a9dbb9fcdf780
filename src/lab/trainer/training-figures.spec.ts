import { describe, expect, it } from 'vitest';
import { PLOT_THEMES } from '../charts/plot-theme.ts';
import { buildErrorsFigure, buildLossFigure, gatherLosses } from './training-figures.ts';

describe('the losses of a training', () => {
  it('are drawn one by one while they are few', () => {
    expect(gatherLosses([3, 2, 1], 10)).toEqual({
      ...{ steps: [11, 12, 13], means: [3, 2, 1], least: [3, 2, 1], most: [3, 2, 1] },
    });
  });

  it('are gathered where they are many, none left out', () => {
    const losses = Array.from({ length: 1001 }, (_, i) => i);
    const { steps, means, least, most } = gatherLosses(losses, 0, 100);
    expect(steps.length).toBeLessThanOrEqual(100);
    expect(steps.at(-1)).toBe(1001);
    expect(least[0]).toBe(0);
    expect(most.at(-1)).toBe(1000);
    expect(means[1]).toBe((least[1] + most[1]) / 2);
  });

  it('have the whole schedule before them', () => {
    const { layout } = buildLossFigure({ losses: [], firstStep: 0, begun: null }, PLOT_THEMES.dark);
    expect(layout).toMatchObject({ xaxis: { range: [0, 100] }, yaxis: { type: 'log' } });
  });
});

describe('the errors of a validation', () => {
  it('are some of many, the newest among them', () => {
    const errors = Array.from({ length: 40 }, (_, step) => ({ step, errors: Float64Array.of(1) }));
    const names = buildErrorsFigure(errors, PLOT_THEMES.dark).data.map((line) => (line as { name: string }).name);
    expect(names.length).toBeLessThanOrEqual(6);
    expect(names.at(-1)).toBe('step 39');
  });

  it('are a curve for each of the latest, the newest last and strongest', () => {
    const errors = [1, 2, 3].map((step) => ({ step, errors: Float64Array.of(0.5 * step, 2, NaN) }));
    const lines = buildErrorsFigure(errors, PLOT_THEMES.light).data as readonly {
      readonly y: Float64Array;
      readonly line: { readonly width: number };
    }[];
    expect(lines).toHaveLength(3);
    expect(lines[2].line.width).toBeGreaterThan(lines[1].line.width);
    // One of three users has no fix.
    expect(lines[2].y.at(-1)).toBeCloseTo(200 / 3, 9);
  });
});
