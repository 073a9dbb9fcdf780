import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { finishSteps } from '../numerics/steps.ts';
import { gatherCorners } from '../scene/geometry.ts';
import { importMitsuba } from '../scene/importers/mitsuba.ts';
import { createMaterial } from '../scene/materials.ts';
import { SceneBuilder } from '../scene/scene-builder.ts';
import type { Scene, Vector3 } from '../scene/scene.ts';
import { buildBvh } from './bvh-build.ts';
import type { EdgeTable } from './edges.ts';
import { buildEdgesInSteps } from './edges.ts';
import { buildFacets } from './facets.ts';
import { boxScene, polygonScene } from './testing/scenes.ts';

const MUNICH = join(import.meta.dirname, '../../../shared/data/scenes/munich/munich.xml');
const concrete = createMaterial('concrete');

function edgesOf({ mesh, objects }: Scene): EdgeTable {
  const corners = gatherCorners(mesh.positions, mesh.indices);
  const materials = Array.from(mesh.objectOfTriangle, (object) => objects[object].material);
  return finishSteps(buildEdgesInSteps(corners, buildFacets(corners), buildBvh(corners), materials));
}

const vector = (values: Float64Array, edge: number): Vector3 => [
  values[3 * edge],
  values[3 * edge + 1],
  values[3 * edge + 2],
];
const dot = (a: Vector3, b: Vector3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vector3, b: Vector3): Vector3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const numbers = (edges: EdgeTable): number[] => [...edges.exteriorAngles].map((angle) => angle / Math.PI);
const totalLength = (edges: EdgeTable): number => edges.lengths.reduce((sum, length) => sum + length, 0);

/** A rectangle between two heights over a line on the ground. */
const wall = (from: readonly [number, number], to: readonly [number, number], z0: number, z1: number): Vector3[] => [
  [...from, z0],
  [...to, z0],
  [...to, z1],
  [...from, z1],
];
const ground = (half: number): Vector3[] => [
  [-half, -half, 0],
  [half, -half, 0],
  [half, half, 0],
  [-half, half, 0],
];

describe('buildEdgesInSteps', () => {
  it('finds the twelve edges of a box, n = 1.5, each with its frame', () => {
    const edges = edgesOf(boxScene({ minimum: [-1, -2, 0], maximum: [1, 2, 5] }, concrete));
    expect(edges.count).toBe(12);
    expect(numbers(edges)).toBeAllclose(Array<number>(12).fill(1.5));
    expect(totalLength(edges)).toBeCloseTo(4 * (2 + 4 + 5), 9);
    for (let edge = 0; edge < 12; edge++) {
      const direction = vector(edges.directions, edge);
      const tangent = vector(edges.tangents, edge);
      const normal = vector(edges.normals, edge);
      expect(cross(tangent, normal)).toBeAllclose(direction, { relative: 0, absolute: 1e-12 });
      const start = vector(edges.starts, edge);
      const middle = start.map((c, i) => c + (edges.lengths[edge] / 2) * direction[i]) as unknown as Vector3;
      // The open side of face 0 looks away from the middle of the box, the face itself towards it.
      const inward: Vector3 = [-middle[0], -middle[1], 2.5 - middle[2]];
      expect(dot(normal, inward)).toBeLessThan(0);
      expect(dot(tangent, inward)).toBeGreaterThan(0);
      expect(edges.facets[2 * edge]).not.toBe(edges.facets[2 * edge + 1]);
    }
  });

  it('gives a box that stands on the ground eight edges, with a bottom or without, and the ground its border', () => {
    for (const bottom of [false, true]) {
      const builder = new SceneBuilder();
      builder.beginObject('Ground', concrete, 'ground');
      builder.addPolygon(...ground(20));
      builder.beginObject('House', concrete, 'building');
      builder.addBox({ minimum: [-3, 1, 0], maximum: [4, 6, 9] }, { bottom });
      const edges = edgesOf(builder.build({ id: 'test', title: '', summary: '', attribution: '' }));
      expect(edges.count).toBe(12);
      expect(numbers(edges).filter((n) => Math.abs(n - 1.5) < 1e-9)).toHaveLength(8);
      expect(numbers(edges).filter((n) => n === 2)).toHaveLength(4);
      expect(totalLength(edges)).toBeCloseTo(4 * 40 + 4 * 9 + 2 * (7 + 5), 6);
    }
  });

  it('sees a wall that crosses the border of the ground as standing on it on one side only', () => {
    const edges = edgesOf(polygonScene([ground(10), wall([5, 0], [15, 0], 0, 3)], concrete));
    // The wall: two uprights, its top, and the half of its foot that hangs free; the ground: its border.
    expect(totalLength(edges)).toBeCloseTo(80 + 3 + 3 + 10 + 5, 6);
    expect(new Set(numbers(edges))).toEqual(new Set([2]));
  });

  it('gives an L-shaped building six uprights and six eaves', () => {
    const outline: [number, number][] = [
      [0, 0],
      [8, 0],
      [8, 3],
      [3, 3],
      [3, 9],
      [0, 9],
    ];
    const roof = (corners: [number, number][]): Vector3[] => corners.map(([x, y]) => [x, y, 6]);
    const edges = edgesOf(
      polygonScene(
        [
          ground(50),
          ...outline.map((corner, i) => wall(corner, outline[(i + 1) % 6], 0, 6)),
          roof([outline[0], outline[1], outline[2], [0, 3]]),
          roof([[0, 3], outline[3], outline[4], outline[5]]),
        ],
        concrete,
      ),
    );
    const houseEdges = numbers(edges).filter((n) => n < 1.9);
    expect(houseEdges).toBeAllclose(Array<number>(houseEdges.length).fill(1.5));
    expect(totalLength(edges)).toBeCloseTo(400 + 6 * 6 + 2 * (8 + 9), 6);
    // One eave is cut where the roof's two pieces, which share no corner there, meet.
    expect(houseEdges).toHaveLength(6 + 7);
  });

  it('makes four half planes of a rectangle, also when it is doubled or its corners are a millimetre off', () => {
    const plate = wall([0, 0], [4, 0], 1, 3);
    const turned = [...plate].reverse().map(([x, y, z]): Vector3 => [x, y, z]);
    const shifted = turned.map(([x, y, z]): Vector3 => [x + 4e-4, y + 5e-4, z - 3e-4]);
    for (const polygons of [[plate], [plate, turned], [plate, shifted]]) {
      const edges = edgesOf(polygonScene(polygons, concrete));
      expect(edges.count).toBe(4);
      expect(numbers(edges)).toEqual([2, 2, 2, 2]);
      for (let edge = 0; edge < 4; edge++) expect(edges.facets[2 * edge + 1]).toBe(-1);
      expect(totalLength(edges)).toBeCloseTo(12, 2);
    }
  });

  it('sees no edge where coplanar faces meet with other corners, nor where they fold by a degree', () => {
    const edges = edgesOf(
      polygonScene(
        [
          [
            [0, 0, 0],
            [4, 0, 0],
            [4, 2, 0],
            [0, 2, 0],
          ],
          [
            [0, 2, 0],
            [1.5, 2, 0],
            [1.5, 5, 0],
            [0, 5, 0],
          ],
          [
            [1.5, 2, 0],
            [4, 2, 0],
            [4, 5, 0],
            [1.5, 5, 0],
          ],
          [
            [4, 0, 0],
            [7, 0, 0.05],
            [7, 5, 0.05],
            [4, 5, 0],
          ],
        ],
        concrete,
      ),
    );
    expect(totalLength(edges)).toBeCloseTo(4 + 2 * Math.hypot(3, 0.05) + 5 + 4 + 5, 9);
    expect(new Set(numbers(edges))).toEqual(new Set([2]));
  });

  it('joins the pieces of a straight border, and cuts it where the material changes', () => {
    const pieces = [0, 1, 2, 3].map((i): Vector3[] => wall([i, 0], [i + 1, 0], 0, 2));
    expect(edgesOf(polygonScene(pieces, concrete)).count).toBe(4);
    const builder = new SceneBuilder();
    pieces.forEach((piece, i) => {
      builder.beginObject(`Piece ${i}`, i < 2 ? concrete : createMaterial('glass'), 'wall');
      builder.addPolygon(...piece);
    });
    const edges = edgesOf(builder.build({ id: 'test', title: '', summary: '', attribution: '' }));
    expect([...edges.lengths].sort()).toBeAllclose([2, 2, 2, 2, 2, 2]);
  });

  it('matches faces that meet with other corners: a long roof over short walls', () => {
    const walls = [0, 1, 2].map((i): Vector3[] => wall([3 * i, 0], [3 * i + 3, 0], 0, 4 + 3e-4 * i));
    const roof: Vector3[] = [
      [0, 0, 4],
      [9, 0, 4],
      [9, 5, 4],
      [0, 5, 4],
    ];
    const edges = edgesOf(polygonScene([roof, ...walls], concrete));
    const eaves = numbers(edges).filter((n) => n < 1.9);
    expect(eaves).toBeAllclose(Array<number>(eaves.length).fill(1.5), { relative: 1e-3 });
    let length = 0;
    edges.lengths.forEach((metres, edge) => (length += numbers(edges)[edge] < 1.9 ? metres : 0));
    expect(length).toBeCloseTo(9, 2);
  });

  it('takes the wide side where three walls meet, and none where four cross', () => {
    const arm = (x: number, y: number): Vector3[] => wall([0, 0], [x, y], 0, 2);
    const upright = (scene: Scene): number[] => {
      const edges = edgesOf(scene);
      return numbers(edges).filter((_, edge) => {
        const start = vector(edges.starts, edge);
        return Math.hypot(start[0], start[1]) < 1e-9 && Math.abs(edges.directions[3 * edge + 2]) > 0.9;
      });
    };
    expect(upright(polygonScene([arm(3, 0), arm(3, 3), arm(0, 3)], concrete))).toBeAllclose([1.5]);
    expect(upright(polygonScene([arm(3, 0), arm(3, 3)], concrete))).toBeAllclose([1.75]);
    expect(upright(polygonScene([arm(3, 0), arm(-3, 0), arm(0, 3)], concrete))).toEqual([]);
    expect(upright(polygonScene([arm(3, 0), arm(-3, 0), arm(0, 3), arm(0, -3)], concrete))).toEqual([]);
  });
});

describe.skipIf(!existsSync(MUNICH))('buildEdgesInSteps on munich (skipped where the shared scenes are absent)', () => {
  it('finds some tens of thousands of edges, most of them upright corners, eaves and the folds of domes', async () => {
    const scene = await importMitsuba({
      xml: await readFile(MUNICH, 'utf8'),
      file: MUNICH,
      readFile: (path) => readFile(join(dirname(MUNICH), path)),
    });
    const edges = edgesOf(scene);
    expect(edges.count).toBeGreaterThan(15_000);
    expect(edges.count).toBeLessThan(40_000);
    const rightAngles = numbers(edges).filter((n) => Math.abs(n - 1.5) < 0.05).length;
    const sheets = numbers(edges).filter((n) => n === 2).length;
    expect(rightAngles).toBeGreaterThan(edges.count / 4);
    expect(sheets).toBeLessThan(edges.count / 20);
  });
});
