import { describe, expect, it } from 'vitest';
import { createRandom } from '../numerics/random.ts';
import { createMaterial } from '../scene/materials.ts';
import { buildScene } from '../scene/registry.ts';
import type { Scene, Vector3 } from '../scene/scene.ts';
import { findNearSurface, isBlocked } from './bvh.ts';
import { prepareScene } from './prepared-scene.ts';
import { Skyline } from './skyline.ts';
import { polygonScene } from './testing/scenes.ts';
import { WALL } from './walls.ts';

/** The same scene, every corner moved by up to a share of a millimetre, as files with short numbers do. */
function shaken(scene: Scene): Scene {
  const random = createRandom(3);
  const moved = new Map<string, Vector3>();
  const positions = scene.mesh.positions.slice();
  for (let i = 0; i < positions.length; i += 3) {
    const key = positions.subarray(i, i + 3).join();
    const shift = (): number => 4e-4 * (random.uniform() - 0.5);
    if (!moved.has(key)) moved.set(key, [shift(), shift(), shift()]);
    moved.get(key)!.forEach((value, axis) => (positions[i + axis] += value));
  }
  return { ...scene, mesh: { ...scene.mesh, positions } };
}

const town = buildScene('tokyo');

describe.each<[string, Scene]>([
  ['the town', town],
  ['the town with uneven walls', shaken(town)],
])('the skyline in %s', (_, scene) => {
  const prepared = prepareScene(scene);
  const { bvh, facets, facetBoxes, edges } = prepared;
  const random = createRandom(31);
  const draw = (low: number, high: number): number => low + (high - low) * random.uniform();
  const place = (height: number): Vector3 => {
    for (;;) {
      const point: Vector3 = [draw(-300, 300), draw(-300, 300), height];
      if (findNearSurface(bvh, ...point, 0.01) < 0 && !prepared.solidAt(...point)) return point;
    }
  };
  const viewpoints = [...Array.from({ length: 30 }, () => place(1.5)), ...[0.3, 4, 12, 30].map(place)];

  it('hides nothing that a ray reaches, and nearly all that none reaches', () => {
    let hidden = 0;
    let blocked = 0;
    for (const from of viewpoints) {
      const skyline = new Skyline(prepared, ...from);
      for (let i = 0; i < 400; i++) {
        const to: Vector3 = [draw(-300, 300), draw(-300, 300), 60 * random.uniform() ** 2];
        const isHidden = skyline.hides(...to);
        const behind = isBlocked(bvh, ...from, ...to);
        if (isHidden) expect(behind, `${from.join()} to ${to.join()}`).toBe(true);
        hidden += isHidden ? 1 : 0;
        blocked += behind ? 1 : 0;
      }
    }
    expect(hidden).toBeGreaterThan(0.85 * blocked);
  });

  it('lists the facets and edges of whatever a ray reaches first', () => {
    for (const from of viewpoints) {
      const skyline = new Skyline(prepared, ...from);
      const seenFacets = new Set(skyline.facets);
      const seenEdges = new Set(skyline.edges());
      for (let i = 0; i < 100; i++) {
        const facet = Math.floor(draw(0, facets.count));
        const triangle = facets.triangles[facets.triangleOffsets[facet]];
        const corners = bvh.corners.subarray(9 * bvh.slotOfTriangle[triangle], 9 * bvh.slotOfTriangle[triangle] + 9);
        const [u, v] = [random.uniform(), random.uniform()].sort();
        const on = [0, 1, 2].map((k) => u * corners[k] + (v - u) * corners[3 + k] + (1 - v) * corners[6 + k]);
        // Short of the facet itself by a hair.
        const to = on.map((value, axis) => value + 1e-5 * (from[axis] - value)) as unknown as Vector3;
        if (!isBlocked(bvh, ...from, ...to)) expect(seenFacets.has(facet)).toBe(true);
        const edge = Math.floor(draw(0, edges.count));
        const at = edges.lengths[edge] * random.uniform();
        const [x, y, z] = [0, 1, 2].map((k) => edges.starts[3 * edge + k] + at * edges.directions[3 * edge + k]);
        if (!isBlocked(bvh, ...from, x, y, z)) expect(seenEdges.has(edge)).toBe(true);
      }
    }
  });

  it('hides a box only with all that is in it', () => {
    let hidden = 0;
    for (const from of viewpoints) {
      const skyline = new Skyline(prepared, ...from);
      for (let facet = 0; facet < facets.count; facet += 7) {
        if (!skyline.hidesBox(facetBoxes, 6 * facet)) continue;
        hidden++;
        const [x0, y0, z0, x1, y1, z1] = facetBoxes.subarray(6 * facet, 6 * facet + 6);
        expect(isBlocked(bvh, ...from, draw(x0, x1), draw(y0, y1), Math.max(1e-4, draw(z0, z1)))).toBe(true);
      }
    }
    expect(hidden).toBeGreaterThan(0.6 * viewpoints.length * (facets.count / 7));
  });
});

describe('findWalls', () => {
  const wallsOf = (polygon: Vector3[]): number[] => [
    ...prepareScene(polygonScene([polygon], createMaterial('brick'))).walls,
  ];

  it('is the rectangle itself, whichever way it is turned', () => {
    const [ax, ay, bx, by, bottom, top, stray] = wallsOf([
      [1, 2, 0.5],
      [4, 6, 0.5],
      [4, 6, 9],
      [1, 2, 9],
    ]);
    expect(Math.hypot(bx - ax, by - ay)).toBeCloseTo(5, 12);
    expect([bottom, top]).toEqual([0.5, 9]);
    expect(stray).toBeLessThan(1e-5);
  });

  it('is the largest upright rectangle below a gable', () => {
    const wall = wallsOf([
      [0, 0, 0],
      [8, 0, 0],
      [8, 0, 5],
      [4, 0, 7],
      [0, 0, 5],
    ]);
    expect(wall.slice(WALL.bottom, WALL.stray)).toEqual([0, 5]);
    expect(Math.abs(wall[WALL.bx] - wall[WALL.ax])).toBeCloseTo(8, 12);
  });

  it('leaves out roofs and leaning faces', () => {
    const roof: Vector3[] = [
      [0, 0, 5],
      [4, 0, 5],
      [4, 4, 5],
    ];
    const leaning: Vector3[] = [
      [0, 0, 0],
      [4, 0, 0],
      [4, 1, 6],
      [0, 1, 6],
    ];
    for (const polygon of [roof, leaning]) expect(wallsOf(polygon).every(Number.isNaN)).toBe(true);
  });
});
