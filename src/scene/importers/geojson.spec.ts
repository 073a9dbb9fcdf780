import { describe, expect, it } from 'vitest';
import { LabError } from '../../errors/lab-error.ts';
import type { Scene } from '../scene.ts';
import { createSolidFinder } from '../solids.ts';
import { importGeoJson } from './geojson.ts';
import type { SceneImport } from './scene-import.ts';

type Point = readonly [number, number];

const square = (x: number, y: number, size = 10): Point[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];

const feature = (coordinates: unknown, properties: object = {}, more: object = {}): object => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Polygon', coordinates },
  ...more,
});

/** A file in metres. */
const town = (
  features: readonly object[],
  more: object = { crs: { type: 'name', properties: { name: 'mine' } } },
): string => JSON.stringify({ type: 'FeatureCollection', features, ...more });

const load = (text: string): Promise<SceneImport> => importGeoJson({ text, file: 'town.geojson' });

async function refusal(text: string): Promise<LabError> {
  try {
    await load(text);
  } catch (cause) {
    if (cause instanceof LabError) return cause;
    throw cause;
  }
  throw new Error('nothing was refused');
}

/** Volume of an object by the divergence theorem, once along each axis: equal only for a closed surface facing outwards. */
function volumes({ mesh: { positions, indices, objectOfTriangle } }: Scene, object: number): number[] {
  const sums = [0, 0, 0];
  objectOfTriangle.forEach((owner, t) => {
    if (owner !== object) return;
    const [a, b, c] = [0, 1, 2].map((k) => [...positions.subarray(3 * indices[3 * t + k], 3 * indices[3 * t + k] + 3)]);
    for (let axis = 0; axis < 3; axis++) {
      const [u, v] = [(axis + 1) % 3, (axis + 2) % 3];
      const area = ((b[u] - a[u]) * (c[v] - a[v]) - (b[v] - a[v]) * (c[u] - a[u])) / 2;
      sums[axis] += (area * (a[axis] + b[axis] + c[axis])) / 3;
    }
  });
  return sums;
}

describe('importGeoJson', () => {
  it('stands buildings up: solid, closed, facing outwards, of the right volume', async () => {
    const courtyard = [square(0, 0, 20), square(5, 5, 10)];
    const { scene } = await load(
      town([
        feature(courtyard, { building: 'yes', height: '12', name: 'Court', 'building:material': 'brick' }),
        feature([square(40, 0).toReversed()], { building: 'yes', 'building:levels': '4' }),
        feature([square(60, 0)], { 'building:part': 'yes', height: '30', min_height: '20' }),
      ]),
    );
    expect(scene.objects.map(({ name, role, solid }) => [name, role, solid])).toEqual([
      ['Ground', 'ground', false],
      ['Court', 'building', true],
      ['feature 1', 'building', true],
      ['feature 2', 'building', true],
    ]);
    expect(scene.objects.map(({ material }) => scene.materials[material].name)).toEqual([
      'medium_dry_ground',
      'brick',
      'concrete',
      'concrete',
    ]);
    expect(volumes(scene, 1)).toBeAllclose([3600, 3600, 3600]);
    expect(volumes(scene, 2)).toBeAllclose([1200, 1200, 1200]);
    expect(volumes(scene, 3)).toBeAllclose([1000, 1000, 1000]);
    expect(scene.bounds).toEqual({ minimum: [-50, -50, 0], maximum: [120, 70, 30] });
    const inside = createSolidFinder(scene);
    expect(inside(2, 2, 1.5)?.name).toBe('Court');
    expect(inside(10, 10, 1.5)).toBeNull();
    expect(inside(65, 5, 1.5)).toBeNull();
    expect(inside(65, 5, 25)?.name).toBe('feature 2');
    expect(scene.droppedTriangles).toBe(0);
  });

  it('projects longitude and latitude around the middle of the town', async () => {
    // 0.001° of latitude is 111.2 m here, of longitude 74.4 m.
    const at = (x: number, y: number): Point[] => square(11.57 + x, 48.137 + y, 0.0005);
    const { scene, origin, repairs } = await load(
      town([feature([at(0, 0)]), feature([at(0.001, 0)]), feature([at(0, 0.001)])], {}),
    );
    expect(origin).toEqual({ longitudeDeg: 11.57, latitudeDeg: 48.137 });
    expect(repairs[0]).toMatch(/longitude and latitude.*11\.570000°, 48\.137000°/);
    const { minimum, maximum } = scene.bounds;
    expect(maximum[0] - minimum[0] - 100).toBeCloseTo(1.5 * 74.41, 0);
    expect(maximum[1] - minimum[1] - 100).toBeCloseTo(1.5 * 111.2, 0);
    expect(minimum[0]).toBeCloseTo(-50, 2);
  });

  it('takes values beyond degrees as metres, moves a far grid to its middle, and leaves a near one alone', async () => {
    const far = await load(town([feature([square(691_000, 5_335_000)])], {}));
    expect(far.scene.bounds.minimum.slice(0, 2)).toEqual([-50, -50]);
    expect(far.repairs[0]).toMatch(/metres, and 691000, 5335000 was moved to 0, 0/);
    expect(far.origin).toBeNull();
    const near = await load(town([feature([square(1000, -400)])], {}));
    expect(near.scene.bounds.minimum.slice(0, 2)).toEqual([950, -450]);
    const small = await load(town([feature([square(3, 4)])]));
    expect(small.scene.bounds.minimum.slice(0, 2)).toEqual([-47, -46]);
  });

  it('shrinks Web Mercator to true metres', async () => {
    const name = 'urn:ogc:def:crs:EPSG::3857';
    const { scene } = await load(
      town([feature([square(1_288_000, 6_130_000, 100)])], { crs: { properties: { name } } }),
    );
    // At 48.14° north a Mercator metre is cos φ of a real one.
    expect(scene.bounds.maximum[0] - scene.bounds.minimum[0] - 100).toBeCloseTo(
      100 * Math.cos((48.14 * Math.PI) / 180),
      0,
    );
  });

  it('counts what it assumes, mends and leaves out', async () => {
    const eight = [
      [0, 100],
      [10, 110],
      [10, 100],
      [0, 110],
      [0, 100],
    ];
    const { scene, repairs } = await load(
      town([
        feature([square(0, 0)], { building: 'yes' }),
        feature([square(0, 0).toReversed()], { building: 'yes', height: '15' }),
        feature([eight], { building: 'yes', name: 'Knot' }),
        feature([square(30, 0).slice(0, 4)], { building: 'yes', height: 'tall' }),
        feature([square(60, 0, 0.5)], { building: 'yes' }),
        feature([square(90, 0)], { building: 'yes', 'building:levels': '2', 'building:material': 'gingerbread' }),
        feature([square(0, 200)], { building: 'yes', height: '4', min_height: '6' }),
        feature([square(-500, -500, 1000)], { landuse: 'residential' }),
        { type: 'Feature', properties: { highway: 'crossing' }, geometry: { type: 'Point', coordinates: [0, 0] } },
        { type: 'Feature', properties: null, geometry: null },
      ]),
    );
    expect(scene.objects).toHaveLength(4);
    expect(repairs.slice(1)).toEqual([
      'Passed over features that are points, lines or nothing: 2.',
      'Passed over polygons that are not tagged as buildings: 1.',
      'Buildings with neither height nor levels, taken as 9 m high: 2.',
      'Left out footprints that cross themselves: 1 (feature 2 ("Knot")).',
      'Closed rings that did not end where they began: 1.',
      'Heights that cannot be read: 1 (feature 3).',
      'Left out footprints under 1 m² or narrower than 10 cm: 1 (feature 4).',
      'Buildings with levels but no height, at 3 m a level: 1.',
      'Buildings of a material that is not known, taken as concrete: 1 (feature 5).',
      'Left out buildings whose underside is not below their top: 1 (feature 6).',
      'Left out footprints that another building has as well: 1.',
    ]);
    // Of the two on one ground plan the higher stays.
    expect(volumes(scene, 1)[2]).toBeCloseTo(1500, 6);
  });

  it('prefers parts to the outline that they fill', async () => {
    const { scene, repairs } = await load(
      town([
        feature([square(0, 0, 20)], { building: 'yes', height: '20', name: 'Outline' }),
        feature([square(0, 0, 15)], { 'building:part': 'yes', height: '20', name: 'Tower' }),
        feature([square(0, 15, 5)], { 'building:part': 'yes', height: '5', name: 'Porch' }),
        feature([square(50, 0, 20)], { building: 'yes', height: '20', name: 'Hall' }),
        feature([square(51, 1, 3)], { 'building:part': 'yes', height: '25', name: 'Chimney' }),
      ]),
    );
    expect(scene.objects.map(({ name }) => name)).toEqual(['Ground', 'Tower', 'Porch', 'Hall', 'Chimney']);
    expect(repairs).toContain('Left out outlines of buildings that are mapped in parts: 1.');
  });

  it('reads multipolygons, collections and a lone feature; untagged polygons are all buildings', async () => {
    const geometry = { type: 'MultiPolygon', coordinates: [[square(0, 0)], [square(30, 0)]] };
    const crs = { properties: { name: 'mine' } };
    const many = { type: 'Feature', properties: {}, geometry, crs };
    expect((await load(JSON.stringify(many))).scene.objects).toHaveLength(3);
    const collected = { ...many, geometry: { type: 'GeometryCollection', geometries: [geometry, { type: 'Point' }] } };
    expect((await load(JSON.stringify(collected))).scene.objects).toHaveLength(3);
  });

  it('credits OpenStreetMap where the data is its own, and nobody else', async () => {
    const plan = [square(0, 0)];
    const credit = '© OpenStreetMap contributors';
    const crs = { crs: { properties: { name: 'mine' } } };
    expect((await load(town([feature(plan, { building: 'yes' }, { id: 'way/1' })]))).scene.attribution).toBe(credit);
    expect(
      (await load(town([feature(plan)], { ...crs, copyright: 'from www.openstreetmap.org' }))).scene.attribution,
    ).toBe(credit);
    expect((await load(town([feature(plan, { height: 3 })]))).scene.attribution).toBe('');
  });

  const munich = square(11.57, 48.137, 0.0005);
  it.each<[string, string, string, RegExp]>([
    ['text', 'hello', 'bad-file', /town.geojson is not JSON/],
    ['half a file', town([feature([munich])]).slice(0, -20), 'bad-file', /not JSON/],
    ['another JSON', '{"name":"wavefix"}', 'bad-file', /not a GeoJSON FeatureCollection/],
    ['a list', '[1,2]', 'bad-file', /town.geojson/],
    ['Overpass JSON', '{"version":0.6,"elements":[]}', 'bad-file', /Overpass JSON/],
    ['TopoJSON', '{"type":"Topology","objects":{}}', 'bad-file', /TopoJSON/],
    ['no features', town([]), 'bad-scene', /no polygons/],
    [
      'points alone',
      town([{ type: 'Feature', geometry: { type: 'Point', coordinates: [1, 2] } }]),
      'bad-scene',
      /no polygons/,
    ],
    ['a feature that is none', town([{ type: 'Frature' }]), 'bad-file', /feature 0, type/],
    ['a coordinate that is text', town([feature([[['a', 1]]])]), 'bad-file', /feature 0, coordinates\.0\.0\.0/],
    [
      'a coordinate beyond float64',
      town([feature([munich])], {}).replace('11.57,', '1e999,'),
      'bad-file',
      /coordinates\.0\.0\.0/,
    ],
    ['one number a corner', town([feature([[[1], [2]]])]), 'bad-file', /feature 0, coordinates\.0\.0/],
    ['an unknown geometry', town([{ type: 'Feature', geometry: { type: 'Circle' } }]), 'bad-file', /feature 0, type/],
    [
      'slivers alone',
      town([feature([square(0, 0, 0.1)])]),
      'bad-scene',
      /no footprint that can stand.*under 1 m².*: 1/,
    ],
    ['nothing but empty rings', town([feature([[]])]), 'bad-scene', /no polygons/],
    [
      'a town with swapped coordinates',
      town([feature([square(35.68, 139.7, 0.0005)])], {}),
      'bad-file',
      /feature 0: a latitude beyond ±90°.*swapped/,
    ],
    [
      'one building with swapped coordinates',
      town([feature([munich]), feature([munich]), feature([square(48.137, 11.57, 0.0005)], { name: 'Turned' })], {}),
      'bad-file',
      /feature 2 \("Turned"\): longitude and latitude look swapped/,
    ],
    [
      'one of them beyond 90°',
      town([feature([square(139.7, 35.68, 0.0005)]), feature([square(35.68, 139.7, 0.0005)])], {}),
      'bad-file',
      /feature 1: .*swapped/,
    ],
    [
      'degrees among metres',
      town([feature([square(691_000, 5_335_000)]), feature([square(691_100, 5_335_000)]), feature([munich])], {}),
      'bad-file',
      /feature 2: 11\.57, 48\.137 read as metres lies 5380 km/,
    ],
    [
      'metres that look like degrees',
      town([feature([square(-20, -20, 40)])], {}),
      'bad-file',
      /feature 0: 20°, -20° lies \d+ km/,
    ],
    [
      'metres called degrees',
      town([feature([square(691_000, 5_335_000)])], { crs: { properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } } }),
      'bad-file',
      /"crs" member says degrees/,
    ],
  ])('refuses %s', async (_, text, code, message) => {
    const error = await refusal(text);
    expect(error.message).toMatch(message);
    expect(error.code).toBe(code);
    expect(error.hint).not.toBe('');
  });

  it('leaves out a footprint of very many corners, and says so', async () => {
    const saw = Array.from({ length: 6000 }, (_, i): Point => [i, i % 2]);
    const { scene, repairs } = await load(
      town([feature([square(0, 0)]), feature([[...saw, [6000, 50], [0, 50], [0, 0]]], { name: 'Saw' })]),
    );
    expect(scene.objects).toHaveLength(2);
    expect(repairs).toContain('Left out footprints of more than 5,000 corners: 1 (feature 1 ("Saw")).');
  });

  it('can be watched and stopped', async () => {
    const many = town(
      Array.from({ length: 2000 }, (_, i) => feature([square(12 * (i % 50), 12 * Math.floor(i / 50))])),
    );
    const controller = new AbortController();
    const seen: number[] = [];
    const stopped = importGeoJson({
      text: many,
      file: 'many.geojson',
      control: {
        signal: controller.signal,
        onProgress: ({ task, fraction }) => {
          if (task !== 'Standing up buildings') return;
          seen.push(fraction);
          if (fraction > 0.4) controller.abort();
        },
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(seen).toEqual([0, 0.25, 0.5]);
  });
});
