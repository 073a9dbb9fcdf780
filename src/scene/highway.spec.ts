import { describe, expect, it } from 'vitest';
import { buildHighway, S1_GRID, S1_SITE, S1_USER_REGION } from './highway.ts';
import { createSolidFinder } from './solids.ts';
import { createClearance } from './testing/clearance.ts';
import { gridUsers, USER_CLEARANCE } from './user-sets.ts';

describe('the highway', () => {
  const scene = buildHighway();

  it('is a kilometre with barriers, an overpass on three piers and eight trucks, and the same every time', () => {
    const named = (start: string): number => scene.objects.filter(({ name }) => name.startsWith(start)).length;
    expect([named('Overpass'), named('Pier'), named('Truck'), named('Median barrier')]).toEqual([1, 3, 8, 1]);
    expect(named('South guard rail') + named('North guard rail')).toBe(2);
    expect(scene.bounds.minimum[0]).toBeLessThanOrEqual(0);
    expect(scene.bounds.maximum[0]).toBeGreaterThanOrEqual(1000);
    expect(scene.droppedTriangles).toBe(0);
    expect(buildHighway()).toEqual(scene);
  });

  it('has trucks that stand on the road within their lanes and clear of each other', () => {
    const { positions, indices, objectOfTriangle } = scene.mesh;
    const extents = new Map<number, { minimum: number[]; maximum: number[] }>();
    for (let i = 0; i < indices.length; i++) {
      const object = objectOfTriangle[Math.floor(i / 3)];
      if (!scene.objects[object].name.startsWith('Truck')) continue;
      const extent = extents.get(object) ?? { minimum: [Infinity, Infinity], maximum: [-Infinity, -Infinity] };
      extents.set(object, extent);
      for (const axis of [0, 1]) {
        const value = positions[3 * indices[i] + axis];
        extent.minimum[axis] = Math.min(extent.minimum[axis], value);
        extent.maximum[axis] = Math.max(extent.maximum[axis], value);
      }
    }
    const trucks = [...extents.values()];
    expect(trucks).toHaveLength(8);
    trucks.forEach(({ minimum, maximum }, index) => {
      const lane = S1_GRID.rows?.find((y) => minimum[1] >= y - 1.75 && maximum[1] <= y + 1.75);
      expect(lane).toBeDefined();
      expect(minimum[0]).toBeGreaterThanOrEqual(0);
      expect(maximum[0]).toBeLessThanOrEqual(1000);
      for (const other of trucks.slice(index + 1)) expect(other.minimum[0]).toBeGreaterThan(maximum[0]);
    });
  });

  it('loses no point of the training grid: twenty to a lane, six lanes, three heights', () => {
    const { count, positions } = gridUsers(scene, S1_USER_REGION, S1_GRID);
    const clearance = createClearance(scene);
    expect(count).toBe(20 * 6 * 3);
    expect([...positions.slice(0, 3)]).toEqual([25, -10.25, 0.5]);
    expect([...positions.slice(-3)]).toEqual([975, 10.25, 2.5]);
    for (let i = 0; i < count; i++) {
      const [x, y, z] = positions.subarray(3 * i, 3 * i + 3);
      expect(clearance([x, y, z])).toBeGreaterThanOrEqual(USER_CLEARANCE);
    }
  });

  it('has its site in the open, nowhere farther from a user than the sounding can tell apart', () => {
    const [x, y, z] = S1_SITE.position;
    expect(createSolidFinder(scene)(x, y, z)).toBeNull();
    expect(createClearance(scene)([x, y, z])).toBeGreaterThan(1);
    const farthest = Math.hypot(S1_USER_REGION.maximum[0] - x, S1_USER_REGION.maximum[1] - y, z);
    expect(farthest).toBeLessThan(299_792_458 / (4 * 60e3));
  });
});
