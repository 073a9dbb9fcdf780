import { describe, expect, it } from 'vitest';
import { PLOT_THEMES } from '../charts/plot-theme.ts';
import { buildTrainingFigure } from './training-figure.ts';

const errors = { median_m: null, p90_m: null, max_m: null, min_m: null, below_1m: null, below_0_5m: null };
const curves = [
  {
    estimator: 'fcnet',
    title: 'FCNet',
    loss: 'distance',
    draws: 16,
    p80_m: null,
    points: [
      { step: 100, passes: 4, training_loss: 0.2, validation: { mean_m: 5, ...errors } },
      { step: 200, passes: 8, training_loss: 0.1, validation: { mean_m: 2, ...errors } },
    ],
  },
];
const published = [{ epochs: 20, mean_m: 1.0476, ...errors }];

describe('the figure of a training', () => {
  it('has losses of ours, and errors of ours beside those that the paper prints', () => {
    const traces = (quantity: 'loss' | 'mean') =>
      buildTrainingFigure({ curves, published }, quantity, PLOT_THEMES.light).data as readonly {
        x: number[];
        y: number[];
      }[];
    expect(traces('loss')).toMatchObject([{ x: [4, 8], y: [0.2, 0.1] }]);
    expect(traces('mean')).toMatchObject([
      { x: [4, 8], y: [5, 2] },
      { x: [20], y: [1.0476] },
    ]);
  });
});
