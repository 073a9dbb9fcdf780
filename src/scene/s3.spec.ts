import { describe, expect, it } from 'vitest';
import { LabError } from '../errors/lab-error.ts';
import { createRandom } from '../numerics/random.ts';
import { buildScene, SCENE_IDS } from './registry.ts';
import { buildS3, S3_SITE, S3_USER_REGION } from './s3.ts';
import type { Vector3 } from './scene.ts';
import { createSolidFinder } from './solids.ts';
import { createClearance } from './testing/clearance.ts';
import { gridUsers, randomUsers, USER_CLEARANCE } from './user-sets.ts';

describe('the hall', () => {
  const scene = buildS3();
  const solidAt = createSolidFinder(scene);

  it('is 60 × 40 × 6 m of concrete with metal racks and one 8 × 8 panel', () => {
    expect(scene.bounds).toEqual({ minimum: [0, 0, 0], maximum: [60, 40, 6] });
    expect(scene.objects.filter(({ solid }) => solid)).toHaveLength(12);
    expect(new Set(scene.materials.map(({ name }) => name))).toEqual(new Set(['concrete', 'metal']));
    expect(scene.sites).toEqual([S3_SITE]);
    expect(S3_SITE.panel).toEqual({ rows: 8, columns: 8, spacing: 0.5, pattern: 'tr38901' });
    expect(scene.droppedTriangles).toBe(0);
  });

  it('is the same every time', () => {
    expect(buildS3()).toEqual(scene);
  });

  it('has its surfaces face the air: hall inwards, racks outwards', () => {
    const { positions, indices, objectOfTriangle } = scene.mesh;
    const middle = [30, 20, 3];
    for (let t = 0; t < objectOfTriangle.length; t++) {
      const [a, b, c] = [0, 1, 2].map((i) => [...positions.slice(3 * indices[3 * t + i], 3 * indices[3 * t + i] + 3)]);
      const u = b.map((v, i) => v - a[i]);
      const v = c.map((w, i) => w - a[i]);
      const normal = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
      const object = scene.objects[objectOfTriangle[t]];
      const facing = normal.reduce((sum, n, i) => sum + n * (middle[i] - a[i]), 0);
      if (!object.solid) {
        expect(facing).toBeGreaterThan(0);
        continue;
      }
      const centroid = a.map((w, i) => (w + b[i] + c[i]) / 3);
      const length = Math.hypot(...normal);
      const step = (sign: number): Vector3 => {
        const [x, y, z] = centroid.map((w, i) => w + (sign * 0.01 * normal[i]) / length);
        return [x, y, z];
      };
      expect(solidAt(...step(1))).toBeNull();
      expect(solidAt(...step(-1))).toBe(object);
    }
  });

  it('knows what is inside a rack', () => {
    expect(solidAt(17, 12, 0.8)?.name).toBe('Rack B1');
    // Racks lack a bottom; below the floor is not inside of one.
    expect(solidAt(17, 12, -0.1)).toBeNull();
    expect(solidAt(17, 12, 1.7)).toBeNull();
    expect(solidAt(25, 12, 0.8)).toBeNull();
    expect(solidAt(30, 20, 1)).toBeNull();
    expect(solidAt(-5, 12, 0.8)).toBeNull();
  });
});

describe('users', () => {
  const scene = buildS3();
  const solidAt = createSolidFinder(scene);
  const clearance = createClearance(scene);

  it('of the grid stand on the centres of 2 m cells at three heights, none lost to the racks', () => {
    const { count, positions } = gridUsers(scene, S3_USER_REGION);
    expect(count).toBe(28 * 18 * 3);
    expect([...positions.slice(0, 6)]).toEqual([3, 3, 0.5, 5, 3, 0.5]);
    expect([...positions.slice(-3)]).toEqual([57, 37, 2.5]);
    for (let i = 0; i < count; i++) {
      expect(clearance([positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]])).toBeGreaterThanOrEqual(
        USER_CLEARANCE,
      );
    }
  });

  it('of a finer grid are left out where a rack stands', () => {
    const { count } = gridUsers(scene, S3_USER_REGION, { spacing: 1, heights: [0.5] });
    expect(count).toBeLessThan(56 * 36);
    // Each rack is 10 × 1 m; grown by the clearance it holds the centres of a 10-cell row on both its border lines.
    expect(count).toBe(56 * 36 - 12 * 20);
  });

  it('at random are reproducible, inside the region, clear of everything, and spread over it', () => {
    const users = randomUsers(scene, S3_USER_REGION, 400, createRandom(7, 1));
    expect(randomUsers(scene, S3_USER_REGION, 400, createRandom(7, 1))).toEqual(users);
    expect(randomUsers(scene, S3_USER_REGION, 400, createRandom(7, 2))).not.toEqual(users);
    const mean = [0, 0, 0];
    for (let i = 0; i < 400; i++) {
      const point: Vector3 = [users.positions[3 * i], users.positions[3 * i + 1], users.positions[3 * i + 2]];
      expect(clearance(point)).toBeGreaterThanOrEqual(USER_CLEARANCE);
      expect(solidAt(...point)).toBeNull();
      point.forEach((c, axis) => {
        expect(c).toBeGreaterThanOrEqual(S3_USER_REGION.minimum[axis]);
        expect(c).toBeLessThanOrEqual(S3_USER_REGION.maximum[axis]);
        mean[axis] += c / 400;
      });
    }
    expect(mean).toBeAllclose([30, 20, 1.5], { absolute: 3, relative: 0 });
  });

  it('cannot be placed where there is no room', () => {
    const inARack = { minimum: [14, 11.8, 0.5], maximum: [18, 12.2, 1] } as const;
    expect(() => randomUsers(scene, inARack, 1, createRandom(1))).toThrow(LabError);
  });
});

describe('registry', () => {
  it('builds every scene it lists under its own id, and no other', () => {
    for (const id of SCENE_IDS) expect(buildScene(id).id).toBe(id);
    for (const id of ['s9', '', 'toString']) {
      try {
        buildScene(id);
        expect.unreachable();
      } catch (cause) {
        expect(cause).toMatchObject({ code: 'unknown-id' });
      }
    }
  });
});
