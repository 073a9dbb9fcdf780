/** What the places of a scene hear, as a grid that sharpens while it arrives, and as a picture of it. */
import type { CoverageBatch, SceneView } from '../../engine/frontend.ts';
import { CIVIDIS_TABLE, type Rgb } from '../styles/cividis.ts';

/** What a coverage map can show. */
export const COVERAGE_METRICS = ['path-loss', 'delay', 'delay-spread', 'line-of-sight', 'limit'] as const;

/** One of the quantities of a coverage map. */
export type CoverageMetric = (typeof COVERAGE_METRICS)[number];

/** The grid of a coverage map; its arrays are changed in place. */
export interface CoverageGrid {
  readonly columns: number;
  readonly rows: number;
  readonly sites: number;
  /** Side of a cell, metres. */
  readonly spacing: number;
  /** South-west corner on the ground [x, y, z], metres. */
  readonly origin: readonly [number, number, number];
  /** The cell whose values each cell shows [rows, columns], from the south-west; −1 where nothing is known. */
  readonly shown: Int32Array;
  /** Sum of the path gains [rows, columns, sites], linear; 0 where no path arrives. */
  readonly pathGain: Float32Array;
  /** Delay of the strongest path [rows, columns, sites], seconds. */
  readonly delay: Float32Array;
  /** RMS delay spread [rows, columns, sites], seconds. */
  readonly delaySpread: Float32Array;
  /** 1 where there is a line of sight [rows, columns, sites]. */
  readonly lineOfSight: Uint8Array;
  /** Position error bound [rows, columns], metres; NaN where there is none or none was asked for. */
  readonly limit: Float32Array;
}

/** Quantities that span decades: their colours go by the logarithm. */
const LOGARITHMIC: ReadonlySet<CoverageMetric> = new Set<CoverageMetric>(['limit']);

/** The cells along the longer side of a scene. */
const LONGER_SIDE_CELLS = 128;
/** Nothing finer is asked for, metres. */
const SMALLEST_SPACING = 0.5;
/** Sides of the squares that a place of each pass stands for, in cells. */
const PASSES = [8, 4, 2] as const;
/** What lies beyond these quantiles takes the colour at the end of the scale. */
const QUANTILES = [0.02, 0.98] as const;
const COLOURED_OPACITY = 200;
const UNREACHED_OPACITY = 150;

/**
 * The distance between places that suits a scene.
 *
 * @returns metres
 */
export function chooseSpacing({ minimum, maximum }: SceneView['bounds']): number {
  const longer = Math.max(maximum[0] - minimum[0], maximum[1] - minimum[1]);
  return Math.max(SMALLEST_SPACING, longer / LONGER_SIDE_CELLS);
}

/**
 * An empty grid over a scene.
 *
 * @param spacing side of a cell, metres; what is left of the scene in the north and east is not covered
 * @param sites number of sites
 */
export function createCoverageGrid(
  { minimum, maximum }: SceneView['bounds'],
  spacing: number,
  sites: number,
): CoverageGrid {
  const along = (axis: 0 | 1): number => Math.max(1, Math.floor((maximum[axis] - minimum[axis]) / spacing + 1e-9));
  const columns = along(0);
  const rows = along(1);
  const cells = columns * rows;
  return {
    columns,
    rows,
    sites,
    spacing,
    origin: minimum,
    shown: new Int32Array(cells).fill(-1),
    pathGain: new Float32Array(cells * sites),
    delay: new Float32Array(cells * sites),
    delaySpread: new Float32Array(cells * sites),
    lineOfSight: new Uint8Array(cells * sites),
    limit: new Float32Array(cells).fill(NaN),
  };
}

/**
 * Enters a batch. A place of a coarse pass stands for a square of cells around it, as far as no finer pass has come; the
 * order of the batches does not matter.
 */
export function addCoverage(grid: CoverageGrid, batch: CoverageBatch): void {
  const { columns, rows, sites, spacing, origin, shown } = grid;
  for (let place = 0; place < batch.count; place++) {
    const column = Math.round((batch.positions[3 * place] - origin[0]) / spacing - 0.5);
    const row = Math.round((batch.positions[3 * place + 1] - origin[1]) / spacing - 0.5);
    if (column < 0 || column >= columns || row < 0 || row >= rows) continue;
    const cell = row * columns + column;
    for (let site = 0; site < sites; site++) {
      const to = cell * sites + site;
      const from = place * sites + site;
      grid.pathGain[to] = batch.pathGain[from];
      grid.delay[to] = batch.delay[from];
      grid.delaySpread[to] = batch.delaySpread[from];
      grid.lineOfSight[to] = batch.lineOfSight[from];
    }
    if (batch.limit.length > 0) grid.limit[cell] = batch.limit[place];
    const side = passOf(column, row);
    const half = side / 2;
    for (let y = Math.max(0, Math.ceil(row - half)); y < Math.min(rows, row + Math.max(1, half)); y++) {
      for (let x = Math.max(0, Math.ceil(column - half)); x < Math.min(columns, column + Math.max(1, half)); x++) {
        const at = y * columns + x;
        const other = shown[at];
        const isFiner = other >= 0 && (other === at || passOf(other % columns, Math.floor(other / columns)) < side);
        if (!isFiner) shown[at] = cell;
      }
    }
    shown[cell] = cell;
  }
}

/** Takes away what coarse passes filled in: cells without a place of their own, which lie in solids or at walls. */
export function finishCoverage({ shown }: CoverageGrid): void {
  for (let cell = 0; cell < shown.length; cell++) if (shown[cell] !== cell) shown[cell] = -1;
}

function passOf(column: number, row: number): number {
  return PASSES.find((side) => column % side === 0 && row % side === 0) ?? 1;
}

/**
 * What a cell shows.
 *
 * @param site a site, or null for whichever is heard best there
 * @returns decibels for 'path-loss', nanoseconds for delays, 1 or 0 for 'line-of-sight', metres for 'limit', whose site
 *   was chosen when it was worked out; NaN where no path arrives, undefined where nothing is known
 */
export function coverageValue(
  grid: CoverageGrid,
  metric: CoverageMetric,
  site: number | null,
  cell: number,
): number | undefined {
  const from = grid.shown[cell];
  if (from < 0) return undefined;
  if (metric === 'limit') return grid.limit[from];
  let at = from * grid.sites + (site ?? 0);
  if (site === null) {
    for (let other = from * grid.sites; other < (from + 1) * grid.sites; other++) {
      if (grid.pathGain[other] > grid.pathGain[at]) at = other;
    }
  }
  if (!(grid.pathGain[at] > 0)) return NaN;
  switch (metric) {
    case 'path-loss':
      return -10 * Math.log10(grid.pathGain[at]);
    case 'delay':
      return 1e9 * grid.delay[at];
    case 'delay-spread':
      return 1e9 * grid.delaySpread[at];
    case 'line-of-sight':
      return grid.lineOfSight[at];
    default:
      return metric satisfies never;
  }
}

/**
 * What the ends of the colour scale stand for: outliers take the colour of the end that they lie beyond.
 *
 * @returns low and high in the unit of `coverageValue`; null where no place has a value
 */
export function coverageRange(
  grid: CoverageGrid,
  metric: CoverageMetric,
  site: number | null,
): readonly [number, number] | null {
  const values: number[] = [];
  for (let cell = 0; cell < grid.shown.length; cell++) {
    const value = coverageValue(grid, metric, site, cell);
    if (value !== undefined && !Number.isNaN(value)) values.push(value);
  }
  if (values.length === 0) return null;
  if (metric === 'line-of-sight') return [0, 1];
  const sorted = Float64Array.from(values).sort();
  const at = (quantile: number): number => sorted[Math.round(quantile * (sorted.length - 1))];
  return [at(QUANTILES[0]), at(QUANTILES[1])];
}

/** A coverage map ready to draw. */
export interface CoverageImage {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, opacity [height, width, 4], northernmost row first. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/**
 * Paints a map: cividis where there is a value, `unreached` where no path arrives, and nothing where nothing is known.
 *
 * @param site a site, or null for whichever is heard best
 */
export function paintCoverage(
  grid: CoverageGrid,
  metric: CoverageMetric,
  site: number | null,
  unreached: Rgb,
): CoverageImage {
  const { columns: width, rows: height } = grid;
  const scale = LOGARITHMIC.has(metric) ? Math.log10 : (value: number): number => value;
  const [low, high] = (coverageRange(grid, metric, site) ?? [0, 1]).map(scale);
  const data = new Uint8ClampedArray(4 * width * height);
  for (let cell = 0; cell < grid.shown.length; cell++) {
    const value = coverageValue(grid, metric, site, cell);
    if (value === undefined) continue;
    const column = cell % width;
    const at = 4 * ((height - 1 - (cell - column) / width) * width + column);
    if (Number.isNaN(value)) {
      data.set([...unreached, UNREACHED_OPACITY], at);
      continue;
    }
    const fraction = Math.min(1, Math.max(0, (scale(value) - low) / (high - low || 1)));
    const colour = 3 * Math.round(255 * fraction);
    data.set(CIVIDIS_TABLE.subarray(colour, colour + 3), at);
    data[at + 3] = COLOURED_OPACITY;
  }
  return { width, height, data };
}
