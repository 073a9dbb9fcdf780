import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SessionView, UserLimit } from '../../engine/frontend.ts';
import { ELLIPSE_SCALE } from '../comparison/limit-ellipse.ts';
import { createLabStore, type LabState } from '../state/store.ts';
import { addCoverage, createCoverageGrid } from './coverage-grid.ts';
import { buildLimitLayers } from './limit-layers.ts';
import { buildOverlayLayers } from './scene-layers.ts';

const bounds = { minimum: [0, 0, 0], maximum: [40, 20, 6] } as const;
const limit = {
  user: 1,
  together: { kind: 'bound', ellipse: { semiMajor: 2, semiMinor: 1, azimuth: 0 } },
  alone: [],
} as unknown as UserLimit;
const stateOf = (changes: Partial<LabState>): LabState => ({
  ...createLabStore().getState(),
  session: { scene: { bounds } } as unknown as SessionView,
  truth: Float64Array.of(1, 1, 1, 10, 8, 1.5),
  selectedUser: 1,
  userLimit: limit,
  isLimitTrueSize: true,
  ...changes,
});

/** Ends of the lines of a layer, [x, y, z] each. */
function endsOf(state: LabState): number[][] {
  return buildLimitLayers(state).flatMap(({ props }) => {
    const { attributes } = props.data as { attributes: Record<string, { value: Float32Array }> };
    return Object.values(attributes).flatMap(({ value }) =>
      Array.from({ length: value.length / 3 }, (_, i) => [...value.subarray(3 * i, 3 * i + 3)]),
    );
  });
}

describe('the ellipse of the bound on the map', () => {
  it('lies around the selected user, where 95 % of the fixes at the bound would', () => {
    const ends = endsOf(stateOf({}));
    expect(ends.length).toBeGreaterThan(20);
    for (const [x, y, z] of ends) {
      expect(Math.hypot((x - 10) / 2, y - 8)).toBeCloseTo(ELLIPSE_SCALE, 4);
      expect(z).toBe(1.5);
    }
  });

  it('is not drawn for another user, before it is known, or without a bound', () => {
    expect(endsOf(stateOf({ selectedUser: 0 }))).toEqual([]);
    expect(endsOf(stateOf({ userLimit: null }))).toEqual([]);
    const none = { ...limit, together: { kind: 'no-bound' } } as unknown as UserLimit;
    expect(endsOf(stateOf({ userLimit: none }))).toEqual([]);
  });
});

describe('the map of the bound', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('lies over the ground of the scene and is painted where a bound is known', () => {
    vi.stubGlobal(
      'ImageData',
      class {
        constructor(
          readonly data: Uint8ClampedArray,
          readonly width: number,
          readonly height: number,
        ) {}
      },
    );
    const coverage = createCoverageGrid(bounds, 10, 1);
    addCoverage(coverage, {
      count: 2,
      positions: Float32Array.of(5, 5, 1.5, 35, 5, 1.5),
      pathGain: Float32Array.of(1e-8, 1e-8),
      delay: Float32Array.of(1e-8, 1e-8),
      delaySpread: Float32Array.of(0, 0),
      lineOfSight: Uint8Array.of(1, 1),
      limit: Float32Array.of(0.01, 1),
    });
    expect(buildOverlayLayers(stateOf({ coverage, overlay: 'none' }))).toEqual([]);
    expect(buildOverlayLayers(stateOf({ coverage: null, overlay: 'limit' }))).toEqual([]);
    const [layer] = buildOverlayLayers(stateOf({ coverage, overlay: 'limit' }));
    const { image, bounds: corners } = layer.props as unknown as { image: ImageData; bounds: number[][] };
    expect(corners.map(([x, y]) => [x, y])).toEqual([
      [0, 0],
      [0, 20],
      [40, 20],
      [40, 0],
    ]);
    expect([image.width, image.height]).toEqual([4, 2]);
    // North up: the known places are the ends of the lower row, and of different colours.
    const pixel = (column: number, row: number): number[] => [
      ...image.data.slice(4 * (row * 4 + column), 4 * (row * 4 + column + 1)),
    ];
    expect(pixel(0, 1)[3]).toBeGreaterThan(0);
    expect(pixel(3, 1)[3]).toBeGreaterThan(0);
    expect(pixel(0, 1)).not.toEqual(pixel(3, 1));
  });
});
