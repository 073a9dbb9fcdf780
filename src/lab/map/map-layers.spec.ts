import { describe, expect, it, vi } from 'vitest';
import { createLabStore, type LabState } from '../state/store.ts';
import { createMapLayers } from './map-layers.ts';

// What is in the layers does not matter here: only which of them are drawn, and when they are others.
const fresh = vi.hoisted(() => () => [{}]);
vi.mock('../denoising/cloud-layers.ts', () => ({ buildCloudLayers: fresh }));
vi.mock('./limit-layers.ts', () => ({ buildLimitLayers: fresh }));
vi.mock('./marker-atlas.ts', () => ({ createMarkerAtlas: () => null }));
vi.mock('./scene-layers.ts', () => ({
  buildOverlayLayers: fresh,
  buildSceneLayers: () => ({ ground: fresh(), built: fresh() }),
}));
vi.mock('./path-layers.ts', () => ({ buildPathLayers: fresh }));
vi.mock('./selection-layers.ts', () => ({ buildSelectionLayers: fresh }));
vi.mock('./site-layers.ts', () => ({ buildSiteLayers: fresh }));
vi.mock('./track-layers.ts', () => ({ buildTrackLayers: fresh }));
vi.mock('./user-layers.ts', () => ({ buildUserLayers: fresh }));

describe('the layers of the map', () => {
  it('never come back once they were put away, and stay where they were not', () => {
    const page = createLabStore();
    page.setState({ session: { scene: { positions: new Float32Array(0) } } } as unknown as LabState);
    const layers = createMapLayers();
    const samples = { room: 'denoising', denoising: {} } as Partial<LabState>;
    const visits: readonly Partial<LabState>[] = [
      ...[{}, { room: 'denoising' }, samples, { denoising: null }, samples, { denoising: null, room: null }],
      ...[samples, { denoising: null }, { room: null }],
    ] as readonly Partial<LabState>[];
    const gone = new Set<unknown>();
    let drawn: readonly unknown[] = [];
    const kept: number[] = [];
    for (const visit of visits) {
      page.setState(visit);
      const next: readonly unknown[] = layers.update(page.getState(), 1) ?? drawn;
      expect(next.filter((layer) => gone.has(layer))).toEqual([]);
      kept.push(next.filter((layer) => drawn.includes(layer)).length);
      for (const layer of drawn) if (!next.includes(layer)) gone.add(layer);
      drawn = next;
    }
    // The world and its sites stand throughout.
    expect(Math.min(...kept.slice(1))).toBeGreaterThanOrEqual(3);
  });
});
