/** What a user's paths cost in a city: all sites at once, prepared against brute force, and as the city grows. */
import { performance } from 'node:perf_hooks';
import { quantile } from '../../numerics/quantiles.ts';
import { createRandom } from '../../numerics/random.ts';
import { prepareScene } from '../../propagation/prepared-scene.ts';
import { PlainSearch } from '../../propagation/testing/plain-search.ts';
import type { PreparedSite, TraceOptions } from '../../propagation/trace.ts';
import { prepareSite, traceLinks } from '../../propagation/trace.ts';
import { buildScene, SCENE_IDS } from '../../scene/registry.ts';
import type { Bounds, Scene, Vector3 } from '../../scene/scene.ts';
import type { Site } from '../../scene/sites.ts';
import type { Figure } from './benchmark.ts';
import { buildBoxCity, mastsOf } from './box-city.ts';

const FREQUENCY = 3.5e9;
const USERS = 300;
const USER_HEIGHT = 1.5;
/** Houses in a row of the city that grows: 1, 4 and 16 times as many. */
const ROWS = [8, 16, 32] as const;
/** Houses in a row where every sequence is tried. */
const BRUTE_ROWS = 3;
const BRUTE_USERS = 20;

const EDGE = { frequency: FREQUENCY, maximumReflections: 2, diffraction: 'edge' } as const;
const EDGE_AND_REFLECTION = { ...EDGE, diffraction: 'edge-and-reflection' } as const;

/**
 * Times of one user and all sites: in `tokyo` where it is built in, else in a city of boxes of the same size; against brute
 * force in a hamlet; and in a city that grows.
 */
export const timeCities = (): Figure[] => [...timeCity(), ...compareWithBruteForce(), ...growCity()];

const mast = (position: Vector3, index: number): Site => ({
  name: `Mast ${index + 1}`,
  position,
  orientation: { azimuth: 0, elevation: 0 },
  panel: { rows: 8, columns: 8, spacing: 0.5, pattern: 'tr38901' },
});

function timeCity(): Figure[] {
  const isTokyo = SCENE_IDS.includes('tokyo');
  const boxes = isTokyo ? null : buildBoxCity(16, 1);
  const scene = boxes?.scene ?? buildScene('tokyo');
  const sites = boxes ? mastsOf(boxes).map(mast) : scene.sites;
  const users = drawUsers(scene, scene.bounds, USERS);
  const where = `${scene.id}, ${sites.length} sites, ${scene.mesh.indices.length / 3} triangles, ${USERS} users`;
  return [
    { options: EDGE, label: 'order 2 + edge' },
    { options: EDGE_AND_REFLECTION, label: 'edge and reflection' },
  ].flatMap(({ options, label }): Figure[] => {
    const { prepare, times, paths } = timeUsers(scene, sites, users, options);
    const note = `${where}; ${paths.toFixed(1)} paths a user; prepared in ${prepare.toFixed(0)} ms`;
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
    return [
      { name: `trace p50 (${label})`, unit: 'ms', value: quantile(times, 0.5), note },
      { name: `trace p95 (${label})`, unit: 'ms', value: quantile(times, 0.95), note },
      { name: `trace users/s (${label})`, unit: 'users/s', value: 1000 / mean, note },
    ];
  });
}

/** Time of each user after a first round that compiles, milliseconds. */
function timeUsers(
  scene: Scene,
  sites: readonly Site[],
  users: readonly Vector3[],
  options: Partial<TraceOptions> & Pick<TraceOptions, 'frequency'>,
): { readonly prepare: number; readonly times: number[]; readonly paths: number } {
  const start = performance.now();
  const prepared = prepareScene(scene);
  const links = sites.map((site) => prepareSite(prepared, site, options));
  const prepare = performance.now() - start;
  const measure = (): { times: number[]; paths: number } => {
    let paths = 0;
    const times = users.map((user) => {
      const before = performance.now();
      for (const table of traceLinks(links, user)) paths += table.count;
      return performance.now() - before;
    });
    return { times, paths: paths / users.length };
  };
  measure();
  return { prepare, ...measure() };
}

function compareWithBruteForce(): Figure[] {
  const city = buildBoxCity(BRUTE_ROWS, 2);
  const { scene } = city;
  const prepared = prepareScene(scene);
  const options = { ...EDGE, dynamicRangeDb: Infinity, maximumPaths: Infinity };
  const link: PreparedSite = prepareSite(prepared, mast(mastsOf(city)[0], 0), options);
  const polygons = Array.from({ length: prepared.facets.count }, (_, facet) => {
    const { outlines, outlineOffsets } = prepared.facets;
    return Array.from({ length: outlineOffsets[facet + 1] - outlineOffsets[facet] }, (_, i): Vector3 => {
      const k = 3 * (outlineOffsets[facet] + i);
      return [outlines[k], outlines[k + 1], outlines[k + 2]];
    });
  });
  const plain = new PlainSearch(polygons, prepared.edges);
  const users = drawUsers(scene, scene.bounds, BRUTE_USERS);
  for (const user of users) traceLinks([link], user);
  const start = performance.now();
  const counts = users.map((user) => traceLinks([link], user)[0].count);
  const middle = performance.now();
  const bruteCounts = users.map(
    (user) => plain.find(link.site.position, user, { reflections: 2, transmissions: 0, diffraction: 'edge' }).length,
  );
  const end = performance.now();
  const same = counts.every((count, i) => count === bruteCounts[i]);
  return [
    {
      name: 'trace brute force against prepared (order 2 + edge)',
      unit: 'ratio',
      value: (end - middle) / (middle - start),
      note: `${scene.mesh.indices.length / 3} triangles, one site, ${BRUTE_USERS} users; ${same ? 'the same paths' : 'DIFFERENT PATHS'}`,
    },
  ];
}

function growCity(): Figure[] {
  const medians = ROWS.map((rows) => {
    const city = buildBoxCity(rows, 1);
    // The same streets round the masts, in a city that goes on further and further.
    const near = ROWS[0] * (city.half / rows);
    const region: Bounds = { minimum: [-near, -near, 0], maximum: [near, near, 0] };
    const users = drawUsers(city.scene, region, USERS);
    const { times } = timeUsers(city.scene, mastsOf(city).map(mast), users, EDGE);
    return { triangles: city.scene.mesh.indices.length / 3, median: quantile(times, 0.5) };
  });
  return medians.slice(1).map(({ triangles, median }): Figure => {
    const growth = triangles / medians[0].triangles;
    return {
      name: `trace growth (${Math.round(growth)}× the buildings)`,
      unit: 'ratio',
      value: median / medians[0].median,
      note: `medians ${medians[0].median.toFixed(2)} and ${median.toFixed(2)} ms; must stay below the root, ${Math.sqrt(growth).toFixed(1)}`,
    };
  });
}

/** Random places on the street. */
function drawUsers(scene: Scene, { minimum, maximum }: Bounds, count: number): Vector3[] {
  const { solidAt } = prepareScene(scene);
  const random = createRandom(7);
  const users: Vector3[] = [];
  while (users.length < count) {
    const x = minimum[0] + (maximum[0] - minimum[0]) * random.uniform();
    const y = minimum[1] + (maximum[1] - minimum[1]) * random.uniform();
    const isClear = [-0.02, 0, 0.02].every(
      (shift) => !solidAt(x + shift, y + shift, USER_HEIGHT) && !solidAt(x - shift, y + shift, USER_HEIGHT),
    );
    if (isClear) users.push([x, y, USER_HEIGHT]);
  }
  return users;
}
