import { describe, expect, it } from 'vitest';
import type { CoverageBatch } from '../../engine/frontend.ts';
import { cividis } from '../styles/cividis.ts';
import {
  addCoverage,
  chooseSpacing,
  coverageRange,
  coverageValue,
  createCoverageGrid,
  finishCoverage,
  paintCoverage,
  type CoverageGrid,
} from './coverage-grid.ts';

const bounds = { minimum: [10, -20, 1], maximum: [42, 4, 9] } as const;
const SPACING = 2;

/** Places at cells [column, row], each with a path gain per site. */
function batchOf(
  places: readonly (readonly [number, number, readonly number[]])[],
  limits: readonly number[] = [],
): CoverageBatch {
  const gains = places.flatMap(([, , gain]) => gain);
  return {
    count: places.length,
    positions: Float32Array.from(
      places.flatMap(([c, r]) => [10 + (c + 0.5) * SPACING, -20 + (r + 0.5) * SPACING, 2.5]),
    ),
    pathGain: Float32Array.from(gains),
    delay: Float32Array.from(gains, (gain) => (gain > 0 ? gain * 1e-3 : NaN)),
    delaySpread: Float32Array.from(gains, (gain) => (gain > 0 ? gain * 1e-4 : NaN)),
    lineOfSight: Uint8Array.from(gains, (gain) => (gain >= 1e-6 ? 1 : 0)),
    limit: Float32Array.from(limits),
  };
}

/** Path losses row by row from the south, rounded; '.' where nothing is known. */
function drawing(grid: CoverageGrid): string[] {
  return Array.from({ length: grid.rows }, (_, row) =>
    Array.from({ length: grid.columns }, (_, column) => {
      const value = coverageValue(grid, 'path-loss', 0, row * grid.columns + column);
      return value === undefined ? '.' : String(Math.round(value / 10));
    }).join(''),
  );
}

describe('chooseSpacing', () => {
  it('puts 128 cells along the longer side, but none below half a metre', () => {
    expect(chooseSpacing({ minimum: [0, 0, 0], maximum: [100, 640, 9] })).toBe(5);
    expect(chooseSpacing({ minimum: [0, 0, 0], maximum: [20, 30, 9] })).toBe(0.5);
  });
});

describe('a coverage grid', () => {
  it('covers the whole cells of a scene', () => {
    expect(createCoverageGrid(bounds, SPACING, 1)).toMatchObject({ columns: 16, rows: 12 });
    expect(createCoverageGrid(bounds, 5, 1)).toMatchObject({ columns: 6, rows: 4 });
  });

  const coarse = batchOf([
    [0, 0, [1e-5]],
    [8, 0, [1e-6]],
    [0, 8, [1e-7]],
    [8, 8, [1e-8]],
  ]);
  const fine = batchOf([
    [4, 4, [1e-9]],
    [7, 3, [1e-3]],
  ]);

  it('lets a coarse place stand for the square around it until a finer one comes', () => {
    const grid = createCoverageGrid(bounds, SPACING, 1);
    addCoverage(grid, coarse);
    expect(drawing(grid)[0]).toBe('555566666666....');
    addCoverage(grid, fine);
    expect(drawing(grid)).toEqual([
      '555566666666....',
      '555566666666....',
      '559999666666....',
      '559999636666....',
      '779999888888....',
      '779999888888....',
      ...Array.from({ length: 6 }, () => '777788888888....'),
    ]);
  });

  it('does not depend on the order of the batches', () => {
    const one = createCoverageGrid(bounds, SPACING, 1);
    const other = createCoverageGrid(bounds, SPACING, 1);
    for (const batch of [coarse, fine]) addCoverage(one, batch);
    for (const batch of [fine, coarse]) addCoverage(other, batch);
    expect(drawing(other)).toEqual(drawing(one));
  });

  it('keeps in the end only the cells that have a place of their own', () => {
    const grid = createCoverageGrid(bounds, SPACING, 1);
    addCoverage(grid, coarse);
    finishCoverage(grid);
    expect(drawing(grid).join('').replaceAll('.', '')).toBe('5678');
    expect(drawing(grid)[8]).toBe('7.......8.......');
  });
});

describe('values', () => {
  const grid = createCoverageGrid(bounds, SPACING, 2);
  addCoverage(
    grid,
    batchOf([
      [1, 1, [1e-8, 1e-6]],
      [3, 1, [0, 0]],
      [5, 1, [0, 1e-7]],
    ]),
  );
  const cell = (column: number): number => grid.columns + column;

  it('are those of one site, or of the one that is heard best', () => {
    expect(coverageValue(grid, 'path-loss', 0, cell(1))).toBeCloseTo(80, 4);
    expect(coverageValue(grid, 'path-loss', null, cell(1))).toBeCloseTo(60, 4);
    expect(coverageValue(grid, 'delay', null, cell(1))).toBeCloseTo(1, 5);
    expect(coverageValue(grid, 'delay-spread', null, cell(1))).toBeCloseTo(0.1, 5);
    expect(coverageValue(grid, 'line-of-sight', 0, cell(1))).toBe(0);
    expect(coverageValue(grid, 'line-of-sight', null, cell(1))).toBe(1);
  });

  it('are missing where no path arrives, and unknown where nothing was worked out', () => {
    expect(coverageValue(grid, 'path-loss', null, cell(3))).toBeNaN();
    expect(coverageValue(grid, 'line-of-sight', 0, cell(5))).toBeNaN();
    expect(coverageValue(grid, 'delay', null, cell(2))).toBeUndefined();
  });

  it('span a range', () => {
    const [low, high] = coverageRange(grid, 'path-loss', null) ?? [];
    expect(low).toBeCloseTo(60, 4);
    expect(high).toBeCloseTo(70, 4);
    expect(coverageRange(grid, 'line-of-sight', null)).toEqual([0, 1]);
    expect(coverageRange(createCoverageGrid(bounds, SPACING, 2), 'delay', null)).toBeNull();
  });

  it('of the limit are metres, coloured by their logarithm', () => {
    const limited = createCoverageGrid(bounds, SPACING, 1);
    const places = [0.01, 0.1, 1, NaN].map((_, i) => [2 * i + 1, 1, [1e-8]] as const);
    addCoverage(limited, batchOf(places, [0.01, 0.1, 1, NaN]));
    expect(coverageValue(limited, 'limit', null, cell(3))).toBeCloseTo(0.1, 6);
    expect(coverageValue(limited, 'limit', null, cell(7))).toBeNaN();
    const { data } = paintCoverage(limited, 'limit', null, [1, 2, 3]);
    const pixel = (column: number): number[] => [...data.subarray(4 * (10 * 16 + column), 4 * (10 * 16 + column) + 3)];
    expect([pixel(1), pixel(3), pixel(5), pixel(7)]).toEqual([
      [...cividis(0)],
      [...cividis(0.5)],
      [...cividis(1)],
      [1, 2, 3],
    ]);
  });

  it('are painted north up: colours, a quiet colour without paths, and nothing where nothing is known', () => {
    const { width, height, data } = paintCoverage(grid, 'path-loss', null, [1, 2, 3]);
    expect([width, height]).toEqual([16, 12]);
    const pixel = (column: number, row: number): number[] => [...data.subarray(4 * (row * 16 + column)).subarray(0, 4)];
    expect(pixel(1, 10).slice(0, 3)).toEqual([...cividis(0)]);
    expect(pixel(5, 10).slice(0, 3)).toEqual([...cividis(1)]);
    expect(pixel(3, 10).slice(0, 3)).toEqual([1, 2, 3]);
    expect(pixel(1, 10)[3]).toBeGreaterThan(0);
    expect(pixel(3, 10)[3]).toBeGreaterThan(0);
    expect(pixel(2, 10)).toEqual([0, 0, 0, 0]);
    expect(pixel(1, 1)).toEqual([0, 0, 0, 0]);
  });
});
