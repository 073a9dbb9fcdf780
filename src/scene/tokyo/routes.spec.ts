import { describe, expect, it } from 'vitest';
import { ROUTE_KINDS } from '../routes.ts';
import { createSolidFinder } from '../solids.ts';
import { createClearanceTest } from '../clearance.ts';
import { buildTokyoRoutes } from './routes.ts';
import { buildTokyo } from './tokyo.ts';

const scene = buildTokyo();
const isClear = createClearanceTest(scene, 0.3);
const solidAt = createSolidFinder(scene);
const REQUEST = { trajectories: 60, positions: 200, seed: 9 };

describe.each(['streets', 'fast'] as const)('%s routes', (kind) => {
  const table = buildTokyoRoutes(kind, REQUEST);
  const speedAt = (sample: number): number => Math.hypot(...table.velocities.subarray(3 * sample, 3 * sample + 3));

  it('are the same every time, and the first of them whatever their number', () => {
    expect(buildTokyoRoutes(kind, REQUEST)).toEqual(table);
    const few = buildTokyoRoutes(kind, { ...REQUEST, trajectories: 3 });
    expect(few.positions).toEqual(table.positions.slice(0, few.positions.length));
    expect(buildTokyoRoutes(kind, { ...REQUEST, seed: 10 }).positions).not.toEqual(table.positions);
  });

  it('touch nothing', () => {
    for (let sample = 0; sample < table.times.length; sample += 5) {
      const [x, y, z] = table.positions.subarray(3 * sample, 3 * sample + 3);
      expect(z).toBe(1.5);
      expect(isClear([x, y, z])).toBe(true);
      expect(solidAt(x, y, z)).toBeNull();
    }
  });

  it('move as their velocities say, within the limits of those who move', () => {
    for (let trajectory = 0; trajectory < table.count; trajectory++) {
      const who = ROUTE_KINDS[table.kinds[trajectory]];
      const limit = who === 'vehicle' ? { speed: 25, acceleration: 4 } : { speed: 2, acceleration: 2.3 };
      let fastest = 0;
      for (let sample = table.offsets[trajectory]; sample < table.offsets[trajectory + 1]; sample++) {
        const speed = speedAt(sample);
        fastest = Math.max(fastest, speed);
        expect(speed).toBeLessThanOrEqual(limit.speed + 1e-9);
        if (kind === 'fast') expect(speed).toBeGreaterThanOrEqual(15);
        if (sample === table.offsets[trajectory]) continue;
        const interval = table.times[sample] - table.times[sample - 1];
        for (const axis of [0, 1]) {
          const [before, after] = [3 * (sample - 1) + axis, 3 * sample + axis];
          const mean = (table.velocities[before] + table.velocities[after]) / 2;
          const moved = (table.positions[after] - table.positions[before]) / interval;
          // Round a corner the chord is a little shorter than the arc.
          expect(Math.abs(moved - mean)).toBeLessThan(0.35);
          const acceleration = (table.velocities[after] - table.velocities[before]) / interval;
          expect(Math.abs(acceleration)).toBeLessThan(limit.acceleration);
        }
      }
      expect(fastest).toBeGreaterThanOrEqual(who === 'vehicle' ? 15 : 1);
    }
  });
});

it('refuses a trajectory that is longer than any way through the town', () => {
  for (const kind of ['streets', 'fast'] as const) {
    expect(() => buildTokyoRoutes(kind, { ...REQUEST, positions: 20_000 })).toThrow(
      expect.objectContaining({ name: 'LabError', code: 'bad-argument' }) as Error,
    );
  }
});

describe('routes through the streets', () => {
  const { count, kinds, offsets, velocities } = buildTokyoRoutes('streets', REQUEST);

  it('are those of vehicles and of pedestrians, and some of both turn corners', () => {
    const turning = [0, 0];
    for (let trajectory = 0; trajectory < count; trajectory++) {
      const headings = Array.from({ length: offsets[trajectory + 1] - offsets[trajectory] }, (_, i) => {
        const sample = 3 * (offsets[trajectory] + i);
        return Math.atan2(velocities[sample + 1], velocities[sample]);
      });
      const turned = headings.some((heading) => Math.abs(Math.sin(heading - headings[0])) > 0.7);
      if (turned) turning[kinds[trajectory]]++;
    }
    const pedestrians = kinds.reduce((sum, kind) => sum + kind, 0);
    expect(pedestrians).toBeGreaterThan(0.3 * count);
    expect(pedestrians).toBeLessThan(0.7 * count);
    expect(Math.min(...turning)).toBeGreaterThan(5);
  });
});
