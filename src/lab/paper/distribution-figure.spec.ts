import { describe, expect, it } from 'vitest';
import { errorMetrics } from '../../evaluation/metrics.ts';
import { PLOT_THEMES } from '../charts/plot-theme.ts';
import { buildDistributionFigure, knownDistribution } from './distribution-figure.ts';

describe('a distribution known from its statistics', () => {
  it('goes through points of the whole one, none of them falling', () => {
    const users = Array.from({ length: 101 }, (_, i) => 0.1 + (i / 50) ** 2);
    const { errors, shares } = knownDistribution(errorMetrics(users));
    expect(errors).toHaveLength(6);
    errors.forEach((error, k) => {
      const below = users.filter((one) => one < error).length / users.length;
      expect(Math.abs(shares[k] / 100 - below)).toBeLessThan(0.011);
    });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  it('leaves out what a table does not print', () => {
    const none = { mean_m: 1, median_m: null, min_m: null, below_1m: null, below_0_5m: 0.25 };
    expect(knownDistribution({ ...none, p90_m: 2, max_m: 3 })).toEqual({ errors: [0.5, 2, 3], shares: [25, 90, 100] });
  });
});

describe('the figure of distributions', () => {
  const errors = { mean_m: 1, median_m: 1, p90_m: 2, max_m: 3, min_m: 0.1, below_1m: 0.5, below_0_5m: 0.25 };
  const points = Array.from({ length: 12 }, (_, i) => ({
    ...{ step: 100 * (i + 1), passes: i + 1, training_loss: 1, validation: errors },
  }));
  const published = [20, 50, 120].map((epochs) => ({ epochs, ...errors }));
  const names = (curves: Parameters<typeof buildDistributionFigure>[0]['curves']): unknown =>
    buildDistributionFigure({ curves, published }, 'msrn', PLOT_THEMES.light).data.map(
      (one) => 'name' in one && one.name,
    );

  it('has the paper’s shortest and longest training, and ours up to its end', () => {
    expect(names([{ estimator: 'msrn', title: 'MSRN', loss: 'distance', draws: 16, p80_m: null, points }])).toEqual([
      'paper, 20 epochs',
      'paper, 120 epochs',
      ...['MSRN, 3 passes', 'MSRN, 6 passes', 'MSRN, 9 passes', 'MSRN, 12 passes'],
    ]);
  });

  it('has the paper’s alone where ours was not kept', () => {
    expect(names([])).toEqual(['paper, 20 epochs', 'paper, 120 epochs']);
  });
});
