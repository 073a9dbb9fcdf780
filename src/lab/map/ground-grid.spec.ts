import { describe, expect, it } from 'vitest';
import { buildAxisLabels, buildGrid, gridSpacing } from './ground-grid.ts';

describe('ground grid', () => {
  it('chooses round spacings', () => {
    expect([60, 1000, 12, 7].map(gridSpacing)).toEqual([5, 100, 1, 0.5]);
  });

  it('covers the floor in both directions', () => {
    const grid = buildGrid({ minimum: [0, 0, 0], maximum: [60, 40, 6] });
    expect(grid.spacing).toBe(5);
    expect(grid.count).toBe(13 + 9);
  });

  it('labels metres, and says unit and direction at the ends', () => {
    const texts = buildAxisLabels({ minimum: [0, 0, 0], maximum: [60, 40, 6] }, 5).map(({ text }) => text);
    expect(texts).toEqual(['0', '10', '20', '30', '40', '50', '60 m E', '10', '20', '30', '40 m N']);
  });
});
