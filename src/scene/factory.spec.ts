import { describe, expect, it } from 'vitest';
import { buildFactory, S2_GRID, S2_SITE, S2_USER_REGION } from './factory.ts';
import { createSolidFinder } from './solids.ts';
import { createClearance } from './testing/clearance.ts';
import { gridUsers, USER_CLEARANCE } from './user-sets.ts';

describe('the factory', () => {
  const scene = buildFactory();

  it('is 120 × 60 × 8 m, of metal and concrete, and the same every time', () => {
    expect(scene.bounds).toEqual({ minimum: [0, 0, 0], maximum: [120, 60, 8] });
    expect(new Set(scene.materials.map(({ name }) => name))).toEqual(new Set(['concrete', 'metal']));
    expect(scene.droppedTriangles).toBe(0);
    expect(buildFactory()).toEqual(scene);
  });

  it('is as cluttered as the dense factory of TR 38.901: at least 40 % of the floor, all below the site', () => {
    const solidAt = createSolidFinder(scene);
    let covered = 0;
    let tried = 0;
    let highest = 0;
    for (let x = 0.25; x < 120; x += 0.5) {
      for (let y = 0.25; y < 60; y += 0.5) {
        tried++;
        if (solidAt(x, y, 0.4)) covered++;
        if (solidAt(x, y, 2.41)) highest++;
      }
    }
    expect(covered / tried).toBeGreaterThanOrEqual(0.4);
    expect(covered / tried).toBeLessThan(0.5);
    expect(highest).toBe(0);
    expect(S2_SITE.position[2]).toBeGreaterThan(2.4);
  });

  it('leaves standing room on every point of the 10 m grid', () => {
    const { count, positions } = gridUsers(scene, S2_USER_REGION, S2_GRID);
    const clearance = createClearance(scene);
    expect(count).toBe(12 * 6 * 3);
    expect([...positions.slice(0, 3)]).toEqual([5, 5, 0.5]);
    for (let i = 0; i < count; i++) {
      const [x, y, z] = positions.subarray(3 * i, 3 * i + 3);
      expect(clearance([x, y, z])).toBeGreaterThanOrEqual(USER_CLEARANCE);
    }
  });
});
