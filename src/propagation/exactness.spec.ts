import { describe, expect, it } from 'vitest';
import { createRandom } from '../numerics/random.ts';
import { createMaterial } from '../scene/materials.ts';
import { buildScene } from '../scene/registry.ts';
import type { Vector3 } from '../scene/scene.ts';
import { createSolidFinder } from '../scene/solids.ts';
import { findNearSurface } from './bvh.ts';
import { buildPatches } from './patches.ts';
import { INTERACTIONS } from './path-table.ts';
import { MINIMUM_DISTANCE, prepareScene } from './prepared-scene.ts';
import { listPaths, readPaths, SAME_PLACE } from './testing/path-list.ts';
import { PlainSearch } from './testing/plain-search.ts';
import { polygonScene, siteAt } from './testing/scenes.ts';
import { ROUGH_WALLS } from './trace-options.ts';
import type { TraceOptions } from './trace.ts';
import { prepareSite, traceLinks, tracePaths } from './trace.ts';

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

/** A corner of it, two houses and the screen: so few faces that thousands of users can be searched for without a structure. */
function corner(): Polygon[] {
  const whole = hamlet();
  return [whole[0], ...house(6, 3, 11, 8, 9, 0.4), ...house(-24, -3, 9, 12, 5.5, -0.3), whole[whole.length - 1]];
}

const EVERYTHING = { frequency: 3.5e9, dynamicRangeDb: Infinity, maximumPaths: Infinity };

/** A world, its brute force, and users at random in its open places. */
function openWorld(polygons: readonly Polygon[], seed: number) {
  const prepared = prepareScene(polygonScene(polygons, createMaterial('concrete')));
  const random = createRandom(seed);
  const user = (): Vector3 => {
    for (;;) {
      const [x, y, z] = [76 * random.uniform() - 38, 76 * random.uniform() - 38, 0.3 + 9 * random.uniform()];
      if (findNearSurface(prepared.bvh, x, y, z, MINIMUM_DISTANCE) < 0) return [x, y, z];
    }
  };
  return { prepared, plain: new PlainSearch(polygons, prepared.edges), user };
}

const SITES: readonly Vector3[] = [
  [-9.3, 7.7, 14.2],
  [3.1, -11.9, 3.4],
];

describe('the prepared search', () => {
  const worlds = { hamlet: openWorld(hamlet(), 22), corner: openWorld(corner(), 24) };
  const { prepared, plain, user } = worlds.hamlet;

  it.each<[string, keyof typeof worlds, number, number, number, TraceOptions['diffraction'], number]>([
    ['reflections and single diffraction', 'hamlet', 2000, 2, 0, 'edge', 7],
    ['diffraction with a reflection', 'hamlet', 60, 1, 0, 'edge-and-reflection', 20],
    ['two reflections and diffraction with one', 'corner', 2000, 2, 0, 'edge-and-reflection', 20],
    ['three reflections and diffraction with one', 'corner', 200, 3, 0, 'edge-and-reflection', 20],
    ['three reflections and diffraction with one', 'hamlet', 12, 3, 0, 'edge-and-reflection', 20],
    ['up to two transmissions', 'hamlet', 500, 2, 2, 'none', 8],
    ['diffraction behind a wall', 'hamlet', 600, 0, 1, 'edge', 8],
    ['diffraction with a reflection behind a wall', 'corner', 300, 1, 1, 'edge-and-reflection', 20],
  ])(
    'finds with %s what trying everything finds: %s, %i users',
    (_, world, users, reflections, transmissions, diffraction, least) => {
      const { prepared, plain, user } = worlds[world];
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
          const expected = listPaths(plain.find(site, position, { reflections, transmissions, diffraction }));
          const actual = listPaths(readPaths(tables[s]));
          expect(actual.kinds).toEqual(expected.kinds);
          expect(actual.points).toBeAllclose(expected.points, { relative: 0, absolute: SAME_PLACE });
          found += expected.kinds.length;
        });
      }
      expect(found).toBeGreaterThan(least * users);
    },
  );

  it('scatters at every patch that both ends see from the same side, and at no other', () => {
    const scattering = { model: 'lambertian', ...ROUGH_WALLS } as const;
    const options = { ...EVERYTHING, maximumReflections: 0, scattering };
    const sites = SITES.map((position) => prepareSite(prepared, siteAt(position), options));
    const { count, centres, facets } = buildPatches(
      prepared.bvh,
      prepared.facets,
      scattering.patchSize,
      scattering.seed,
    );
    const { planes } = prepared.facets;
    const side = (patch: number, [x, y, z]: Vector3): number => {
      const [nx, ny, nz, offset] = planes.subarray(4 * facets[patch], 4 * facets[patch] + 4);
      return Math.sign(nx * x + ny * y + nz * z - offset);
    };
    let found = 0;
    for (let i = 0; i < 25; i++) {
      const position = user();
      const tables = traceLinks(sites, position);
      SITES.forEach((site, s) => {
        const expected: string[] = [];
        for (let patch = 0; patch < count; patch++) {
          const centre = centres.slice(3 * patch, 3 * patch + 3) as unknown as Vector3;
          if (side(patch, site) !== side(patch, position)) continue;
          if (plain.isClear(site, centre) && plain.isClear(centre, position)) expected.push(centre.join());
        }
        const { vertices, interactions } = tables[s];
        const actual: string[] = [];
        interactions.forEach((code, v) => {
          if (INTERACTIONS[code] === 'scattering') actual.push(vertices.subarray(3 * v, 3 * v + 3).join());
        });
        expect(actual.sort()).toEqual(expected.sort());
        found += expected.length;
      });
    }
    expect(found).toBeGreaterThan(25 * 100);
  });
});

describe('the search in a block of the town', () => {
  // What stands round the first site, the ground cut to fit. Triangles are faces that overlap nowhere.
  const town = buildScene('tokyo');
  const [site] = town.sites;
  const [x, y] = site.position;
  const REACH = 45;
  const { positions, indices, objectOfTriangle } = town.mesh;
  const triangles = Array.from(objectOfTriangle, (object, triangle) => ({
    object,
    corners: [0, 1, 2].map((i): Vector3 => {
      const k = 3 * indices[3 * triangle + i];
      return [positions[k], positions[k + 1], positions[k + 2]];
    }),
  }));
  const isNear = ([cx, cy]: Vector3): boolean => Math.abs(cx - x) < REACH && Math.abs(cy - y) < REACH;
  const near = new Set(triangles.filter(({ corners }) => corners.some(isNear)).map(({ object }) => object));
  const ground: Vector3[] = [
    [x - REACH, y - REACH, 0],
    [x + REACH, y - REACH, 0],
    [x + REACH, y + REACH, 0],
    [x - REACH, y + REACH, 0],
  ];
  const polygons = [ground, ...triangles.filter(({ object }) => near.has(object)).map(({ corners }) => corners)];
  const prepared = prepareScene(polygonScene(polygons, createMaterial('brick')));
  const plain = new PlainSearch(polygons, prepared.edges);
  const options = { frequency: 3.5e9, maximumReflections: 2, diffraction: 'edge' } as const;
  const whole = prepareSite(prepared, site, { ...options, ...EVERYTHING });
  const cut = prepareSite(prepared, site, options);
  const solidAt = createSolidFinder(town);
  const random = createRandom(23);
  const users = Array.from({ length: 400 }, (): Vector3 => {
    const [u, v] = [random.uniform(), random.uniform()];
    return [x + REACH * (2 * u - 1), y + REACH * (2 * v - 1), 1.5];
  }).filter(([ux, uy, uz]) => !solidAt(ux, uy, uz));

  it.each([
    ['two reflections and diffraction', 2, 'edge', 60],
    ['diffraction with a reflection', 1, 'edge-and-reflection', 40],
  ] as const)('finds with %s what trying everything finds', (_, reflections, diffraction, count) => {
    const request = { ...options, ...EVERYTHING, maximumReflections: reflections, diffraction };
    const link = prepareSite(prepared, site, request);
    let found = 0;
    for (const user of users.slice(0, count)) {
      const expected = listPaths(plain.find(site.position, user, { reflections, transmissions: 0, diffraction }));
      const actual = listPaths(readPaths(tracePaths(link, user)));
      expect(actual.kinds).toEqual(expected.kinds);
      expect(actual.points).toBeAllclose(expected.points, { relative: 0, absolute: SAME_PLACE });
      found += expected.kinds.length;
    }
    expect(found).toBeGreaterThan(4 * count);
  });

  it('keeps of that, antenna gains counted, the 32 strongest within 60 dB', () => {
    let dropped = 0;
    for (const user of users) {
      const all = tracePaths(whole, user);
      const power = (p: number): number => all.amplitudes[2 * p] ** 2 + all.amplitudes[2 * p + 1] ** 2;
      const kept = Array.from({ length: all.count }, (_, p) => p)
        .filter((p) => power(p) >= 1e-6 * Math.max(...Array.from({ length: all.count }, (_, q) => power(q))))
        .sort((a, b) => power(b) - power(a) || a - b)
        .slice(0, 32);
      const few = tracePaths(cut, user);
      expect([...few.delays]).toEqual(kept.map((p) => all.delays[p]));
      expect([...few.amplitudes]).toEqual(kept.flatMap((p) => [all.amplitudes[2 * p], all.amplitudes[2 * p + 1]]));
      dropped += all.count - few.count;
    }
    expect(dropped).toBeGreaterThan(100);
  });
});
