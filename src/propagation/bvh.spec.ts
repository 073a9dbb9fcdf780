import { describe, expect, it } from 'vitest';
import { createRandom } from '../numerics/random.ts';
import { distanceToTriangle } from '../scene/geometry.ts';
import { findNearSurface, isBlocked } from './bvh.ts';
import { buildBvh } from './bvh-build.ts';

/** Crossing test of one segment and one triangle by signed volumes: slow, plain, and nothing like the one under test. */
function crosses(o: number[], e: number[], c: Float64Array, k: number): boolean {
  const corner = (i: number): number[] => [c[k + 3 * i], c[k + 3 * i + 1], c[k + 3 * i + 2]];
  const volume = (p: number[], q: number[], r: number[], s: number[]): number => {
    const [a, b, d] = [q, r, s].map((v) => v.map((value, i) => value - p[i]));
    return a[0] * (b[1] * d[2] - b[2] * d[1]) - a[1] * (b[0] * d[2] - b[2] * d[0]) + a[2] * (b[0] * d[1] - b[1] * d[0]);
  };
  const [p, q, r] = [corner(0), corner(1), corner(2)];
  if (volume(o, p, q, r) > 0 === volume(e, p, q, r) > 0) return false;
  const sides = [volume(o, e, p, q), volume(o, e, q, r), volume(o, e, r, p)];
  return sides.every((v) => v >= 0) || sides.every((v) => v <= 0);
}

function randomTriangles(count: number, size: number, seed: number): Float64Array {
  const random = createRandom(seed);
  const corners = new Float64Array(9 * count);
  for (let t = 0; t < count; t++) {
    const centre = [random.uniform(), random.uniform(), random.uniform()];
    for (let i = 0; i < 9; i++) corners[9 * t + i] = 100 * centre[i % 3] + size * (random.uniform() - 0.5);
  }
  return corners;
}

describe('isBlocked', () => {
  it('answers like trying every triangle', () => {
    const corners = randomTriangles(500, 15, 1);
    const bvh = buildBvh(corners);
    const random = createRandom(2);
    let blocked = 0;
    for (let i = 0; i < 2000; i++) {
      const [o, e] = [0, 1].map(() => [0, 0, 0].map(() => -10 + 120 * random.uniform()));
      let expected = false;
      for (let t = 0; t < 500 && !expected; t++) expected = crosses(o, e, corners, 9 * t);
      expect(isBlocked(bvh, o[0], o[1], o[2], e[0], e[1], e[2])).toBe(expected);
      if (expected) blocked++;
    }
    expect(blocked).toBeGreaterThan(300);
    expect(blocked).toBeLessThan(1700);
  });

  it('lets nothing slip through the seams of a wall of many triangles', () => {
    const cells = 8;
    const corners: number[] = [];
    for (let i = 0; i < cells; i++) {
      for (let k = 0; k < cells; k++) {
        corners.push(0.3, i, k, 0.3, i + 1, k, 0.3, i + 1, k + 1, 0.3, i, k, 0.3, i + 1, k + 1, 0.3, i, k + 1);
      }
    }
    const bvh = buildBvh(Float64Array.from(corners));
    for (let i = 0; i <= 4 * cells; i++) {
      for (let k = 0; k <= 4 * cells; k++) {
        expect(isBlocked(bvh, -7, i / 4 + 0.3, k / 4 - 0.7, 7.6, i / 4 - 0.3, k / 4 + 0.7)).toBe(true);
      }
    }
  });

  it('does not count the surface that an end lies on', () => {
    const bvh = buildBvh(Float64Array.from([0, -1, -1, 0, 1, -1, 0, 0, 1]));
    expect(isBlocked(bvh, -1, 0, 0, 1, 0, 0)).toBe(true);
    expect(isBlocked(bvh, -1, 0, 0, 0, 0, 0)).toBe(false);
    expect(isBlocked(bvh, 0, 0, 0, 1, 0, 0)).toBe(false);
    expect(isBlocked(bvh, -2, 0, 0, -0.5, 0, 0)).toBe(false);
  });

  it('holds equal triangles that no plane can part', () => {
    const one = [0, -1, -1, 0, 1, -1, 0, 0, 1];
    const bvh = buildBvh(Float64Array.from(Array.from({ length: 50 }, () => one).flat()));
    expect(isBlocked(bvh, -1, 0, 0, 1, 0, 0)).toBe(true);
  });
});

describe('findNearSurface', () => {
  it('finds the nearest triangle within the radius, and none outside of it', () => {
    const corners = randomTriangles(300, 20, 3);
    const bvh = buildBvh(corners);
    const random = createRandom(4);
    for (let i = 0; i < 500; i++) {
      const [x, y, z] = [0, 0, 0].map(() => 100 * random.uniform());
      let nearest = 0;
      let distance = Infinity;
      for (let t = 0; t < 300; t++) {
        const d = distanceToTriangle(x, y, z, corners, 9 * t);
        if (d < distance) [nearest, distance] = [t, d];
      }
      const slot = findNearSurface(bvh, x, y, z, 5);
      if (distance < 5) expect(bvh.triangleOfSlot[slot]).toBe(nearest);
      else expect(slot).toBe(-1);
    }
  });
});
