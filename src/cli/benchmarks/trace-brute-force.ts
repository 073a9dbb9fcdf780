/** The prepared search against one that tries every sequence: whether both find the same paths, and at what cost. */
import { performance } from 'node:perf_hooks';
import { createRandom } from '../../numerics/random.ts';
import { prepareScene } from '../../propagation/prepared-scene.ts';
import { isSameList, listPaths, readPaths } from '../../propagation/testing/path-list.ts';
import type { PlainOptions } from '../../propagation/testing/plain-search.ts';
import { PlainSearch } from '../../propagation/testing/plain-search.ts';
import { prepareSite, traceLinks } from '../../propagation/trace.ts';
import type { Vector3 } from '../../scene/scene.ts';
import type { Figure } from './benchmark.ts';
import type { BoxCity } from './box-city.ts';
import { buildBoxCity, mastsOf } from './box-city.ts';

const USER_HEIGHT = 1.5;
/** What is searched for, by how many users, among how many houses in a row. */
const SEARCHES: readonly (PlainOptions & { readonly label: string; readonly users: number; readonly rows: number })[] =
  [
    { label: 'order 2 + edge', reflections: 2, transmissions: 0, diffraction: 'edge', users: 20, rows: 3 },
    {
      label: 'edge and reflection',
      reflections: 1,
      transmissions: 0,
      diffraction: 'edge-and-reflection',
      users: 5,
      rows: 2,
    },
  ];

/**
 * How much longer brute force takes, once for each kind of search.
 *
 * @throws Error where it finds other paths
 */
export const compareWithBruteForce = (): Figure[] =>
  SEARCHES.map(({ label, users: count, rows, ...options }) => {
    const city = buildBoxCity(rows, 2);
    const prepared = prepareScene(city.scene);
    const [mast] = mastsOf(city);
    const link = prepareSite(
      prepared,
      {
        name: 'Mast',
        position: mast,
        orientation: { azimuth: 0, elevation: 0 },
        panel: { rows: 8, columns: 8, spacing: 0.5, pattern: 'tr38901' },
      },
      {
        frequency: 3.5e9,
        maximumReflections: options.reflections,
        diffraction: options.diffraction,
        dynamicRangeDb: Infinity,
        maximumPaths: Infinity,
      },
    );
    const { outlines, outlineOffsets } = prepared.facets;
    const polygons = Array.from({ length: prepared.facets.count }, (_, facet) =>
      Array.from({ length: outlineOffsets[facet + 1] - outlineOffsets[facet] }, (_, i): Vector3 => {
        const k = 3 * (outlineOffsets[facet] + i);
        return [outlines[k], outlines[k + 1], outlines[k + 2]];
      }),
    );
    const plain = new PlainSearch(polygons, prepared.edges);
    for (const user of drawUsers(city, 200, 1)) traceLinks([link], user);
    const users = drawUsers(city, count, 2);
    const start = performance.now();
    const tables = users.map((user) => traceLinks([link], user)[0]);
    const middle = performance.now();
    const brute = users.map((user) => plain.find(mast, user, options));
    const end = performance.now();
    const wrong = tables.findIndex((table, i) => !isSameList(listPaths(readPaths(table)), listPaths(brute[i])));
    if (wrong >= 0) {
      throw new Error(
        `Brute force finds other paths than the prepared search (${label}) to the user at ${users[wrong].join()}.`,
      );
    }
    return {
      name: `trace brute force against prepared (${label})`,
      unit: 'ratio',
      value: (end - middle) / (middle - start),
      note:
        `${city.scene.mesh.indices.length / 3} triangles, one site; all ${count} users have the same paths, ` +
        `vertex by vertex, ${tables.reduce((sum, table) => sum + table.count, 0)} in all`,
    };
  });

/** Random places between the houses. */
function drawUsers({ half, houses }: BoxCity, count: number, seed: number): Vector3[] {
  const random = createRandom(seed);
  const users: Vector3[] = [];
  while (users.length < count) {
    const x = half * (2 * random.uniform() - 1);
    const y = half * (2 * random.uniform() - 1);
    const isIndoors = houses.some(
      ({ minimum, maximum }) =>
        x > minimum[0] - 0.02 && x < maximum[0] + 0.02 && y > minimum[1] - 0.02 && y < maximum[1] + 0.02,
    );
    if (!isIndoors) users.push([x, y, USER_HEIGHT]);
  }
  return users;
}
