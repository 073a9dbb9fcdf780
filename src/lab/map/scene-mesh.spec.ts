import { describe, expect, it } from 'vitest';
import type { SceneView } from '../../engine/frontend.ts';
import { MAP_THEMES } from './map-theme.ts';
import { buildSceneMesh, buildSolidEdges } from './scene-mesh.ts';

/** A room of 10 × 8 × 4 m: floor, ceiling, one wall that faces outwards, and a cube of 1 m. */
function room(): SceneView {
  const cube = [0, 1].flatMap((z) => [0, 1].flatMap((y) => [0, 1].map((x) => [4 + x, 4 + y, z])));
  const faces = [
    [0, 2, 3, 1],
    [4, 5, 7, 6],
    [0, 1, 5, 4],
    [2, 6, 7, 3],
    [0, 4, 6, 2],
    [1, 3, 7, 5],
  ];
  const square = (corners: number[][]): number[][] => corners;
  const quads = [
    square([
      [0, 0, 0],
      [10, 0, 0],
      [10, 8, 0],
      [0, 8, 0],
    ]),
    square([
      [0, 0, 4],
      [0, 8, 4],
      [10, 8, 4],
      [10, 0, 4],
    ]),
    square([
      [0, 0, 0],
      [10, 0, 0],
      [10, 0, 4],
      [0, 0, 4],
    ]),
    ...faces.map((face) => face.map((k) => cube[k])),
  ];
  return {
    positions: Float32Array.from(quads.flat(2)),
    indices: Uint32Array.from(quads.flatMap((_, q) => [0, 1, 2, 0, 2, 3].map((k) => 4 * q + k))),
    objectOfTriangle: Uint32Array.from(quads.flatMap((_, q) => [Math.min(q, 3), Math.min(q, 3)])),
    objects: (['ground', 'ceiling', 'wall', 'obstacle'] as const).map((role) => ({
      name: role,
      role,
      material: 'concrete',
    })),
    bounds: { minimum: [0, 0, 0], maximum: [10, 8, 4] },
  } as unknown as SceneView;
}

describe('buildSceneMesh', () => {
  const { floor, walls, solids } = buildSceneMesh(room(), MAP_THEMES.dark);

  it('leaves the ceiling out and sorts the rest by role', () => {
    expect([floor, walls, solids].map(({ positions }) => positions.length / 9)).toEqual([2, 2, 12]);
    expect(solids.colours).toHaveLength((solids.positions.length / 3) * 4);
  });

  it('turns every wall inwards, so that the ones before the eye can be left out', () => {
    const [a, b, c] = [0, 3, 6].map((at) => [...walls.positions.subarray(at, at + 3)]);
    const u = b.map((value, k) => value - a[k]);
    const v = c.map((value, k) => value - a[k]);
    expect(u[2] * v[0] - u[0] * v[2]).toBeGreaterThan(0); // the y part of the normal of the wall at y = 0
  });

  it('gives the top of a solid more light than its sides', () => {
    const brightness = (t: number): number => solids.colours[12 * t] + solids.colours[12 * t + 1];
    const isTop = (t: number): boolean => [2, 5, 8].every((k) => solids.positions[9 * t + k] === 1);
    const tops = Array.from({ length: 12 }, (_, t) => t).filter(isTop);
    expect(tops).toHaveLength(2);
    for (let t = 0; t < 12; t++) if (!tops.includes(t)) expect(brightness(tops[0])).toBeGreaterThan(brightness(t));
  });
});

describe('buildSolidEdges', () => {
  it('draws the twelve edges of a cube, and none across its faces', () => {
    expect(buildSolidEdges(room()).count).toBe(12);
  });
});
