import { describe, expect, it } from 'vitest';
import { ROUTE_KINDS } from '../routes.ts';
import { planTokyo } from './plan.ts';
import { buildTokyoRoutes } from './routes.ts';
import type { Street } from './streets.ts';
import { streetDirection, streetLength } from './streets.ts';

const { network, buildings } = planTokyo();
const { streets, junctions } = network;

describe('the street network', () => {
  it('has a dozen streets and more, every one with strips that fit side by side, with traffic on the left', () => {
    expect(streets.length).toBeGreaterThan(12);
    for (const { name, kind, width, lanes, pavements } of streets) {
      const strips = [...lanes, ...pavements]
        .map((strip) => [strip.offset - strip.width / 2, strip.offset + strip.width / 2])
        .sort(([a], [b]) => a - b);
      expect(strips.length, name).toBeGreaterThan(0);
      strips.forEach(([low, high], i) => {
        expect(low).toBeGreaterThanOrEqual((i === 0 ? -width / 2 : strips[i - 1][1]) - 1e-9);
        expect(high).toBeLessThanOrEqual(width / 2 + 1e-9);
      });
      for (const { offset, direction, width: lane } of lanes) {
        expect(lane).toBeGreaterThanOrEqual(2.75);
        if (offset !== 0) expect(Math.sign(offset), name).toBe(direction);
      }
      if (kind === 'avenue' || kind === 'street') {
        expect(new Set(lanes.map(({ direction }) => direction)), name).toEqual(new Set([1, -1]));
        expect(pavements, name).toHaveLength(2);
        // Pavements lie outside of all lanes.
        const widest = Math.max(...lanes.map(({ offset }) => Math.abs(offset)));
        for (const { offset } of pavements) expect(Math.abs(offset)).toBeGreaterThan(widest);
      }
    }
    expect(streets.filter(({ kind }) => kind === 'avenue').every(({ lanes }) => lanes.length >= 4)).toBe(true);
    expect(streets.some(({ kind }) => kind === 'alley')).toBe(true);
  });

  it('hangs together: every street can be reached from every other over junctions that lie on both', () => {
    const reached = new Set([0]);
    for (let grown = true; grown;) {
      grown = false;
      for (const {
        streets: [a, b],
      } of junctions) {
        if (reached.has(a) === reached.has(b)) continue;
        reached.add(a).add(b);
        grown = true;
      }
    }
    expect(reached.size).toBe(streets.length);
    for (const junction of junctions) {
      junction.streets.forEach((index, side) => {
        const street = streets[index];
        const [dx, dy] = streetDirection(street);
        const along = junction.distances[side];
        expect(along).toBeGreaterThanOrEqual(-1e-6);
        expect(along).toBeLessThanOrEqual(streetLength(street) + 1e-6);
        expect([street.from[0] + along * dx, street.from[1] + along * dy]).toBeAllclose(junction.position, {
          relative: 0,
          absolute: 1e-6,
        });
      });
    }
  });

  it('covers the town: nobody lives 100 m from the middle of a street', () => {
    for (const { footprint } of buildings) {
      const [x, y] = footprint.rings[0][0];
      const nearest = Math.min(...streets.map((street) => distanceTo(street, x, y)));
      expect(nearest).toBeLessThan(100);
    }
  });
});

/** From a point to a street's centre line, metres. */
function distanceTo(street: Street, x: number, y: number): number {
  const [dx, dy] = streetDirection(street);
  const along = (x - street.from[0]) * dx + (y - street.from[1]) * dy;
  const inside = Math.min(streetLength(street), Math.max(0, along));
  return Math.hypot(x - street.from[0] - inside * dx, y - street.from[1] - inside * dy);
}

describe('routes through it', () => {
  const table = buildTokyoRoutes('streets', { trajectories: 60, positions: 200, seed: 3 });

  it('keep vehicles to the middle of lanes in their direction, and pedestrians to pavements, except round corners', () => {
    const samples = { vehicle: 0, pedestrian: 0 };
    const kept = { vehicle: 0, pedestrian: 0 };
    for (let trajectory = 0; trajectory < table.count; trajectory++) {
      const who = ROUTE_KINDS[table.kinds[trajectory]];
      for (let sample = table.offsets[trajectory]; sample < table.offsets[trajectory + 1]; sample++) {
        const [x, y] = table.positions.subarray(3 * sample);
        const [vx, vy] = table.velocities.subarray(3 * sample);
        samples[who]++;
        const onStrip = streets.some((street) => {
          const [dx, dy] = streetDirection(street);
          const along = (x - street.from[0]) * dx + (y - street.from[1]) * dy;
          if (along < 0 || along > streetLength(street)) return false;
          const left = dx * (y - street.from[1]) - dy * (x - street.from[0]);
          const heading = (vx * dx + vy * dy) / Math.hypot(vx, vy);
          if (Math.abs(heading) < 1 - 1e-6) return false;
          return who === 'vehicle'
            ? street.lanes.some((lane) => Math.abs(left - lane.offset) < 0.01 && Math.sign(heading) === lane.direction)
            : street.pavements.some((pavement) => Math.abs(left - pavement.offset) < 0.01);
        });
        if (onStrip) kept[who]++;
      }
    }
    for (const who of ROUTE_KINDS) {
      expect(samples[who]).toBeGreaterThan(1000);
      expect(kept[who] / samples[who]).toBeGreaterThan(0.85);
      // Some of them do turn.
      expect(kept[who]).toBeLessThan(samples[who]);
    }
  });
});
