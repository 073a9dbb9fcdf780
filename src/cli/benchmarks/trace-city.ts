/** What a user's paths cost in a city: all sites at once, on one core and on two, and as the city grows. */
import { performance } from 'node:perf_hooks';
import { spawnNodeWorker } from '../../compute/node-workers.ts';
import { createWorkerPool } from '../../compute/worker-pool.ts';
import type { PathRequest } from '../../datasets/definition.ts';
import type { PathBlock } from '../../datasets/path-block.ts';
import type { BlockTracerSetup } from '../../datasets/trace-block.ts';
import { quantile } from '../../numerics/quantiles.ts';
import { createRandom } from '../../numerics/random.ts';
import { prepareScene } from '../../propagation/prepared-scene.ts';
import { DEFAULT_TRACE, prepareSite, traceLinks } from '../../propagation/trace.ts';
import type { Scene, Vector3 } from '../../scene/scene.ts';
import { createSolidFinder } from '../../scene/solids.ts';
import { buildTokyo } from '../../scene/tokyo/tokyo.ts';
import type { Figure } from './benchmark.ts';

const FREQUENCY = 3.5e9;
const USERS = 300;
const USER_HEIGHT = 1.5;
/** Seeds of the users who warm up, and of those who are timed. */
const WARM_UP_SEED = 6;
const SEED = 7;
/** Half the side of the square that users stand in, metres: all of the smallest city, the middle of larger ones. */
const HALF_SIDE = 300;
/** Sides of the city that grows, in units of the smallest: 1, 4 and 16 times the buildings. */
const TILES = [1, 2, 4] as const;
const WORKER = new URL('../workers/trace-block.ts', import.meta.url);
/** Users that a worker is given at a time. */
const BLOCK = 25;

/** The paths of the datasets. */
const EDGE = { frequency: FREQUENCY, maximumReflections: 2, diffraction: 'edge' } as const;
const EDGE_AND_REFLECTION = { ...EDGE, diffraction: 'edge-and-reflection' } as const;
type Request = typeof EDGE | typeof EDGE_AND_REFLECTION;

/** Times of one user and all five sites in `tokyo`, and in towns of its kind that grow. */
export async function timeCities(): Promise<Figure[]> {
  const figures: Figure[] = [];
  const medians: { readonly triangles: number; readonly median: number }[] = [];
  for (const tiles of TILES) {
    const scene = buildTokyo({ tiles });
    const users = drawUsers(scene, SEED);
    const edge = timeUsers(scene, users, EDGE);
    medians.push({ triangles: scene.mesh.indices.length / 3, median: quantile(edge.times, 0.5) });
    if (tiles > 1) continue;
    figures.push(
      ...describe(scene, edge, 'order 2 + edge'),
      ...describe(scene, timeUsers(scene, users, EDGE_AND_REFLECTION), 'edge and reflection'),
      await timeWorkers(scene, users, 2),
    );
  }
  return [...figures, ...describeGrowth(medians)];
}

/** What the users of a city cost. */
interface Timing {
  /** Preparation of the scene and its sites, milliseconds. */
  readonly prepare: number;
  /** Time of each user, milliseconds. */
  readonly times: number[];
  /** Mean number of paths of a user to all sites together. */
  readonly paths: number;
}

/** Times users, after others have stood elsewhere. */
function timeUsers(scene: Scene, users: readonly Vector3[], request: Request): Timing {
  const start = performance.now();
  const prepared = prepareScene(scene);
  const links = scene.sites.map((site) => prepareSite(prepared, site, request));
  const prepare = performance.now() - start;
  for (const user of drawUsers(scene, WARM_UP_SEED)) traceLinks(links, user);
  let paths = 0;
  const times = users.map((user) => {
    const before = performance.now();
    for (const table of traceLinks(links, user)) paths += table.count;
    return performance.now() - before;
  });
  return { prepare, times, paths: paths / users.length };
}

function describe(scene: Scene, { prepare, times, paths }: Timing, label: string): Figure[] {
  const note =
    `${scene.id}, ${scene.sites.length} sites, ${scene.mesh.indices.length / 3} triangles, ${times.length} users after as ` +
    `many others; ${paths.toFixed(1)} paths a user; prepared in ${prepare.toFixed(0)} ms`;
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  return [
    { name: `trace p50 (${label})`, unit: 'ms', value: quantile(times, 0.5), note },
    { name: `trace p95 (${label})`, unit: 'ms', value: quantile(times, 0.95), note },
    { name: `trace users/s (${label})`, unit: 'users/s', value: 1000 / mean, note },
  ];
}

/** Users a second with a pool of workers, once every worker has prepared its sites and traced other users. */
async function timeWorkers(scene: Scene, users: readonly Vector3[], workers: number): Promise<Figure> {
  const { nodeLimit, ...paths } = DEFAULT_TRACE;
  void nodeLimit; // how the tracer works, not what it finds
  const request: PathRequest = { ...paths, ...EDGE };
  const pool = createWorkerPool<BlockTracerSetup, Float64Array, PathBlock>(() => spawnNodeWorker(WORKER), workers, {
    scene,
    sites: scene.sites,
    request,
  });
  const run = (positions: readonly Vector3[]): Promise<void> =>
    pool.run(
      Array.from({ length: Math.ceil(positions.length / BLOCK) }, (_, block) =>
        Float64Array.from(positions.slice(BLOCK * block, BLOCK * (block + 1)).flat()),
      ),
      { onResult: () => undefined },
    );
  try {
    await run(drawUsers(scene, WARM_UP_SEED));
    const start = performance.now();
    await run(users);
    return {
      name: `trace users/s (order 2 + edge, ${workers} workers)`,
      unit: 'users/s',
      value: (1000 * users.length) / (performance.now() - start),
      note: `${scene.id}, blocks of ${BLOCK} users, with their transfer`,
    };
  } finally {
    pool.close();
  }
}

function describeGrowth(medians: readonly { readonly triangles: number; readonly median: number }[]): Figure[] {
  const [{ triangles: least, median: first }] = medians;
  return medians.slice(1).map(({ triangles, median }): Figure => {
    const growth = triangles / least;
    return {
      name: `trace growth (${Math.round(growth)}× the triangles)`,
      unit: 'ratio',
      value: median / first,
      note: `medians ${first.toFixed(2)} and ${median.toFixed(2)} ms; must stay below the root, ${Math.sqrt(growth).toFixed(1)}`,
    };
  });
}

/** Random places in the streets. */
function drawUsers(scene: Scene, seed: number): Vector3[] {
  const solidAt = createSolidFinder(scene);
  const random = createRandom(seed);
  const users: Vector3[] = [];
  while (users.length < USERS) {
    const x = HALF_SIDE * (2 * random.uniform() - 1);
    const y = HALF_SIDE * (2 * random.uniform() - 1);
    const isClear = [-0.02, 0, 0.02].every(
      (shift) => !solidAt(x + shift, y + shift, USER_HEIGHT) && !solidAt(x - shift, y + shift, USER_HEIGHT),
    );
    if (isClear) users.push([x, y, USER_HEIGHT]);
  }
  return users;
}
