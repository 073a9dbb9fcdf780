import { describe, expect, it } from 'vitest';
import { isInside } from '../importers/footprints.ts';
import type { Corner } from '../importers/footprints.ts';
import { createSolidFinder } from '../solids.ts';
import { createClearance } from '../testing/clearance.ts';
import { planTokyo } from './plan.ts';
import { streetDirection, streetLength } from './streets.ts';
import { buildTokyo } from './tokyo.ts';

const scene = buildTokyo();
const plan = planTokyo();
const outlines = plan.buildings.map(({ footprint }) => footprint.rings[0]);

/** Points along the walls of an outline, a metre apart or so. */
function* walkWalls(outline: readonly Corner[]): Generator<Corner> {
  for (let i = 0; i < outline.length; i++) {
    const from = outline[i];
    const to = outline[(i + 1) % outline.length];
    const steps = Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]));
    for (let step = 0; step < steps; step++) {
      yield [from[0] + ((to[0] - from[0]) * step) / steps, from[1] + ((to[1] - from[1]) * step) / steps];
    }
  }
}

/** Distance from a point to the nearest wall of an outline. */
function distanceToOutline([x, y]: Corner, outline: readonly Corner[]): number {
  return Math.min(
    ...outline.map(([ax, ay], i) => {
      const [bx, by] = outline[(i + 1) % outline.length];
      const t = Math.min(
        1,
        Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)),
      );
      return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
    }),
  );
}

describe('the town', () => {
  it('has what a macro-cell in the manner of Tokyo has, and says that it is synthetic', () => {
    const { buildings, network } = plan;
    expect(scene.title + scene.summary).toContain('synthetic');
    expect(buildings.length).toBeGreaterThanOrEqual(250);
    for (const axis of [0, 1]) expect(scene.bounds.maximum[axis] - scene.bounds.minimum[axis]).toBeCloseTo(600, 6);
    const heights = buildings.map(({ height, tower }) => tower?.height ?? height).sort((a, b) => a - b);
    expect(heights[0]).toBeLessThan(8);
    expect(heights.at(-1)).toBeGreaterThan(60);
    expect(heights[Math.floor(heights.length / 2)]).toBeLessThan(25);
    for (const shape of ['plain', 'l-shaped', 'stepped'] as const) {
      expect(buildings.filter((building) => building.shape === shape).length).toBeGreaterThan(20);
    }
    expect(new Set(scene.materials.map(({ name }) => name)).size).toBeGreaterThanOrEqual(4);
    const widthsOf = (kind: string): number[] =>
      network.streets.filter((street) => street.kind === kind).map(({ width }) => width);
    expect(Math.min(...widthsOf('avenue'))).toBeGreaterThanOrEqual(25);
    expect(Math.max(...widthsOf('alley'))).toBeLessThanOrEqual(6);
    expect(widthsOf('railway')).toHaveLength(1);
    expect(plan.viaducts[0].piers.length).toBeGreaterThan(10);
    expect(scene.droppedTriangles).toBe(0);
  });

  it('is the same every time, and another with another seed', () => {
    expect(buildTokyo().mesh.positions).toEqual(scene.mesh.positions);
    expect(buildTokyo({ seed: 1 }).mesh.positions).not.toEqual(scene.mesh.positions);
  });

  it('keeps buildings apart', () => {
    let nearest = Infinity;
    outlines.forEach((outline, index) => {
      const [cx, cy] = outline[0];
      outlines.forEach((other, otherIndex) => {
        if (index === otherIndex || Math.hypot(other[0][0] - cx, other[0][1] - cy) > 200) return;
        expect(isInside(outline[0], other)).toBe(false);
        for (const corner of outline) nearest = Math.min(nearest, distanceToOutline(corner, other));
      });
    });
    expect(nearest).toBeGreaterThanOrEqual(0.3);
  });

  it('keeps streets and the railway free', () => {
    for (const street of plan.network.streets) {
      const [dx, dy] = streetDirection(street);
      for (const outline of outlines) {
        for (const [x, y] of walkWalls(outline)) {
          const along = (x - street.from[0]) * dx + (y - street.from[1]) * dy;
          if (along <= 0 || along >= streetLength(street)) continue;
          const across = Math.abs(dx * (y - street.from[1]) - dy * (x - street.from[0]));
          if (across < street.width / 2) expect.fail(`${street.name} is built on at ${x}, ${y}`);
        }
      }
    }
  });

  it('has five 8 × 8 panels at 15 to 45 m in the open, apart from each other, that look at the town', () => {
    const clearance = createClearance(scene);
    const solidAt = createSolidFinder(scene);
    expect(scene.sites).toHaveLength(5);
    expect(new Set(scene.sites.map(({ name }) => name)).size).toBe(5);
    scene.sites.forEach(({ position, orientation, panel }, index) => {
      expect(panel).toEqual({ rows: 8, columns: 8, spacing: 0.5, pattern: 'tr38901' });
      expect(position[2]).toBeGreaterThanOrEqual(15);
      expect(position[2]).toBeLessThanOrEqual(45);
      expect(clearance(position)).toBeGreaterThanOrEqual(0.5);
      expect(solidAt(...position)).toBeNull();
      expect(orientation.elevation).toBeLessThan(0);
      for (const other of scene.sites.slice(index + 1)) {
        expect(Math.hypot(position[0] - other.position[0], position[1] - other.position[1])).toBeGreaterThan(60);
      }
      const ahead = [0, 1].map(
        (axis) => position[axis] + 100 * (axis === 0 ? Math.cos : Math.sin)(orientation.azimuth),
      );
      expect(Math.max(...ahead.map(Math.abs))).toBeLessThan(300);
    });
  });

  it('grows at the same density', () => {
    const { buildings } = planTokyo({ tiles: 2 });
    expect(buildings.length / plan.buildings.length).toBeGreaterThan(3.2);
    expect(buildings.length / plan.buildings.length).toBeLessThan(4.8);
  });
});
