/** What `wavefix trace` costs in towns from files: everything is prepared for one user and used once. */
import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { prepareScene } from '../../propagation/prepared-scene.ts';
import { prepareSite, tracePaths } from '../../propagation/trace.ts';
import type { Vector3 } from '../../scene/scene.ts';
import { openScene } from '../open-scene.ts';
import { againstBar, type Benchmark, type Figure } from './benchmark.ts';
import { ONE_USER_NODE_LIMIT } from '../trace.ts';

interface Town {
  readonly name: string;
  readonly site: Vector3;
  readonly user: Vector3;
}

/** Where towns are looked for; they are not shipped with the project. */
const FOLDER = '../shared/data/scenes';
const TOWNS: readonly Town[] = [
  { name: 'munich', site: [8.5, 21, 27], user: [45, 90, 1.5] },
  { name: 'etoile', site: [-120, 20, 40], user: [30, 60, 1.5] },
];

/** What loading, and what the paths of one user, may take, milliseconds. */
const BARS = { load: 5000, trace: 2000 } as const;

/** Loading, preparation and the first user's paths, with order 3 and diffraction. */
export const townsBenchmark: Benchmark = {
  name: 'towns',
  summary: 'one user of a town from a file, order 3 and diffraction, nothing prepared before',
  async run() {
    const figures: Figure[] = [];
    for (const town of TOWNS) {
      const path = `${FOLDER}/${town.name}/${town.name}.xml`;
      if (existsSync(path)) figures.push(...(await timeTown(town, path)));
      else process.stderr.write(`${town.name} is left out: there is no ${path}.\n`);
    }
    return figures;
  },
};

async function timeTown({ name, site: position, user }: Town, path: string): Promise<Figure[]> {
  const start = performance.now();
  const { scene } = await openScene(path);
  const loaded = performance.now();
  const prepared = prepareScene(scene);
  const site = prepareSite(
    prepared,
    {
      name: 'Mast',
      position,
      orientation: { azimuth: 0, elevation: 0 },
      panel: { rows: 1, columns: 1, spacing: 0.5, pattern: 'iso' },
    },
    {
      frequency: 3.5e9,
      maximumReflections: 3,
      diffraction: 'edge-and-reflection',
      dynamicRangeDb: Infinity,
      maximumPaths: Infinity,
      nodeLimit: ONE_USER_NODE_LIMIT,
    },
  );
  const ready = performance.now();
  const { count } = tracePaths(site, user);
  const traced = performance.now();
  const note = `${scene.mesh.indices.length / 3} triangles, ${prepared.edges.count} edges, ${count} paths`;
  return [
    againstBar({ name: `load ${name}`, unit: 'ms', value: loaded - start, note }, BARS.load),
    { name: `prepare ${name}`, unit: 'ms', value: ready - loaded, note },
    againstBar({ name: `trace ${name}`, unit: 'ms', value: traced - ready, note }, BARS.trace),
    {
      name: `prepare and trace ${name}`,
      unit: 'ms',
      value: traced - loaded,
      note: 'walls, edges and the site, and what one user hears of it',
    },
  ];
}
