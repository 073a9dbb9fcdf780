import { describe, expect, it } from 'vitest';
import { pullGrid } from './pull-grid.ts';

/** Half the side of a grid around a place. */
const reachOf = (grid: Float32Array, x: number): number => Math.max(...grid.filter((_, i) => i % 2 === 0)) - x;

describe('the grid of arrows', () => {
  it('is as wide as the noise scatters, and never so small that nobody sees it', () => {
    const place = [100, 50, 1.5] as const;
    expect(reachOf(pullGrid(place, 4, 1), 100)).toBeCloseTo(12, 4);
    expect(reachOf(pullGrid(place, 0.006, 5), 100)).toBeCloseTo(5, 4);
    expect(reachOf(pullGrid(place, 1000, 2000), 100)).toBeCloseTo(60, 4);
  });
});
