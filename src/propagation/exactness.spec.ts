import { describe, expect, it } from 'vitest';
import { createRandom } from '../numerics/random.ts';
import { createMaterial } from '../scene/materials.ts';
import type { Vector3 } from '../scene/scene.ts';
import { findNearSurface } from './bvh.ts';
import { INTERACTIONS, PATH_END } from './path-table.ts';
import type { PathTable } from './path-table.ts';
import { MINIMUM_DISTANCE, prepareScene } from './prepared-scene.ts';
import type { PlainVertex } from './testing/plain-search.ts';
import { PlainSearch } from './testing/plain-search.ts';
import { polygonScene, siteAt } from './testing/scenes.ts';
import type { TraceOptions } from './trace.ts';
import { prepareSite, traceLinks } from './trace.ts';

type Polygon = readonly Vector3[];

/** The faces of a house on the ground, turned about its own upright axis. */
function house(x: number, y: number, width: number, depth: number, height: number, turn: number): Polygon[] {
  const corner = (u: number, v: number, z: number): Vector3 => [
    x + Math.cos(turn) * u * width - Math.sin(turn) * v * depth,
    y + Math.sin(turn) * u * width + Math.cos(turn) * v * depth,
    z,
  ];
  const ring: [number, number][] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  const walls = ring.map(([u, v], i): Polygon => {
    const [s, t] = ring[(i + 1) % 4];
    return [corner(u, v, 0), corner(s, t, 0), corner(s, t, height), corner(u, v, height)];
  });
  return [...walls, ring.map(([u, v]) => corner(u, v, height))];
}

/** A ground with houses, some turned, two of them wall to wall, and a screen that stands free. */
function hamlet(): Polygon[] {
  const random = createRandom(21);
  const polygons: Polygon[] = [
    [
      [-40, -40, 0],
      [40, -40, 0],
      [40, 40, 0],
      [-40, 40, 0],
    ],
  ];
  for (const [x, y] of [
    [-28, -27],
    [-3, -30],
    [18, -26],
    [-30, -2],
    [15, 4],
    [-26, 22],
  ]) {
    const [width, depth, height] = [8 + 6 * random.uniform(), 8 + 6 * random.uniform(), 4 + 14 * random.uniform()];
    polygons.push(...house(x, y, width, depth, height, random.uniform() - 0.5));
  }
  polygons.push(...house(2, 24, 7, 6, 6, 0), ...house(9, 24, 5, 6, 10, 0));
  polygons.push([
    [-8, -8, 0.5],
    [-2, -12, 0.5],
    [-2, -12, 5],
    [-8, -8, 5],
  ]);
  return polygons;
}

const EVERYTHING = { frequency: 3.5e9, dynamicRangeDb: Infinity, maximumPaths: Infinity };

/** Paths by what they do and where, in an order that both searches share. */
function describePaths(paths: readonly PlainVertex[][]): { kinds: string[]; points: number[] } {
  const rows = paths.map((path) => ({
    kinds: path.map(({ kind }) => kind).join(' '),
    points: path.flatMap(({ point }) => [...point]),
  }));
  const parting = (a: number[], b: number[]): number => a.findIndex((value, k) => Math.abs(value - b[k]) > 1e-7);
  rows.sort((a, b) => {
    if (a.kinds !== b.kinds) return a.kinds < b.kinds ? -1 : 1;
    const i = parting(a.points, b.points);
    return i < 0 ? 0 : a.points[i] - b.points[i];
  });
  // Two faces that lie on one another make one path.
  const single = rows.filter((row, i) => {
    const last = rows.at(i - 1);
    return i === 0 || row.kinds !== last?.kinds || parting(row.points, last.points) >= 0;
  });
  return { kinds: single.map(({ kinds }) => kinds), points: single.flatMap(({ points }) => points) };
}

function readPaths(table: PathTable): PlainVertex[][] {
  return Array.from({ length: table.count }, (_, p) => {
    const path: PlainVertex[] = [];
    for (let v = table.vertexOffsets[p]; v < table.vertexOffsets[p + 1]; v++) {
      if (table.interactions[v] === PATH_END) continue;
      const kind = INTERACTIONS[table.interactions[v]];
      if (kind === 'scattering') throw new Error('nothing scatters here');
      path.push({ kind, point: [table.vertices[3 * v], table.vertices[3 * v + 1], table.vertices[3 * v + 2]] });
    }
    return path;
  });
}

describe('the prepared search', () => {
  const polygons = hamlet();
  const prepared = prepareScene(polygonScene(polygons, createMaterial('concrete')));
  const plain = new PlainSearch(polygons, prepared.edges);
  const random = createRandom(22);
  const user = (): Vector3 => {
    for (;;) {
      const [x, y, z] = [76 * random.uniform() - 38, 76 * random.uniform() - 38, 0.3 + 9 * random.uniform()];
      if (findNearSurface(prepared.bvh, x, y, z, MINIMUM_DISTANCE) < 0) return [x, y, z];
    }
  };
  const SITES: readonly Vector3[] = [
    [-9.3, 7.7, 14.2],
    [3.1, -11.9, 3.4],
  ];

  it.each<[string, number, 0 | 1 | 2, number, TraceOptions['diffraction'], number]>([
    ['reflections and single diffraction', 2000, 2, 0, 'edge', 7],
    ['diffraction with a reflection', 60, 1, 0, 'edge-and-reflection', 20],
    ['up to two transmissions', 500, 2, 2, 'none', 8],
    ['diffraction behind a wall', 600, 0, 1, 'edge', 8],
  ])('finds with %s what trying everything finds', (_, users, reflections, transmissions, diffraction, least) => {
    const options = {
      ...EVERYTHING,
      maximumReflections: reflections,
      maximumTransmissions: transmissions,
      diffraction,
    };
    const sites = SITES.map((position) => prepareSite(prepared, siteAt(position), options));
    let found = 0;
    for (let i = 0; i < users; i++) {
      const position = user();
      const tables = traceLinks(sites, position);
      SITES.forEach((site, s) => {
        const expected = describePaths(plain.find(site, position, { reflections, transmissions, diffraction }));
        const actual = describePaths(readPaths(tables[s]));
        expect(actual.kinds).toEqual(expected.kinds);
        expect(actual.points).toBeAllclose(expected.points, { relative: 0, absolute: 1e-7 });
        found += expected.kinds.length;
      });
    }
    expect(found).toBeGreaterThan(least * users);
  });
});
