import { describe, expect, it } from 'vitest';
import { placeHandles, pullHandle } from './site-handles.ts';

const bounds = { minimum: [0, 0, 0], maximum: [100, 50, 20] } as const;
const site = {
  name: 'Mast',
  position: [40, 20, 10],
  orientation: { azimuth: 0.7, elevation: -0.3 },
  panel: { rows: 8, columns: 8, spacing: 0.5, pattern: 'tr38901' },
} as const;

describe('handles of a site', () => {
  it('turn and tilt it to where they are, and each leaves the other angle alone', () => {
    for (const orientation of [
      { azimuth: 2.5, elevation: 0.4 },
      { azimuth: -1.1, elevation: -1.2 },
    ]) {
      const wanted = placeHandles({ ...site, orientation }, bounds);
      const turned = pullHandle(site, 'turn', wanted.turn, bounds);
      expect(turned.azimuth).toBeCloseTo(orientation.azimuth, 12);
      expect(turned.elevation).toBe(-0.3);
      const tilted = pullHandle(site, 'tilt', wanted.tilt, bounds);
      expect(tilted.elevation).toBeCloseTo(orientation.elevation, 12);
      expect(tilted.azimuth).toBe(0.7);
    }
  });

  it('tilt no further than straight up or down', () => {
    expect(pullHandle(site, 'tilt', [0, 0, 90], bounds).elevation).toBe(Math.PI / 2);
    expect(pullHandle(site, 'tilt', [0, 0, -90], bounds).elevation).toBe(-Math.PI / 2);
  });

  it('stay apart where a site looks level', () => {
    const { turn, tilt } = placeHandles({ ...site, orientation: { azimuth: 0, elevation: 0 } }, bounds);
    expect(turn[0] - tilt[0]).toBeGreaterThan(4);
  });
});
