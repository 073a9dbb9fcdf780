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
import type { PreparedSite } from '../../propagation/trace.ts';
import { DEFAULT_TRACE, prepareSite, traceLinks } from '../../propagation/trace.ts';
import type { Scene, Vector3 } from '../../scene/scene.ts';
import { createSolidFinder } from '../../scene/solids.ts';
import { buildTokyo } from '../../scene/tokyo/tokyo.ts';
import { againstBar, type Figure } from './benchmark.ts';

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

/** What a user and all sites may take on one core: milliseconds of nineteen users of twenty, and users a second. */
const BARS = { edge: { p95: 15, rate: 150 }, mirrored: { p95: 60 } } as const;

/** Times of one user and all five sites in `tokyo`, and in towns of its kind that grow. */
export async function timeCities(): Promise<Figure[]> {
  const towns = TILES.map((tiles) => openTown(buildTokyo({ tiles }), EDGE));
  const [tokyo] = towns;
  const timings = timeUsers(towns);
  const mirrored = openTown(tokyo.scene, EDGE_AND_REFLECTION);
  return [
    ...describe(tokyo, timings[0], 'order 2 + edge', BARS.edge),
    ...describe(mirrored, timeUsers([mirrored])[0], 'edge and reflection', BARS.mirrored),
    await timeWorkers(tokyo.scene, drawUsers(tokyo.scene, SEED), 2),
    ...describeGrowth(towns, timings),
  ];
}

/** A town whose sites are prepared, after others have stood elsewhere. */
interface Town {
  readonly scene: Scene;
  readonly links: readonly PreparedSite[];
  /** Preparation of the scene and its sites, milliseconds. */
  readonly prepare: number;
}

function openTown(scene: Scene, request: Request): Town {
  const start = performance.now();
  const prepared = prepareScene(scene);
  const links = scene.sites.map((site) => prepareSite(prepared, site, request));
  const prepare = performance.now() - start;
  for (const user of drawUsers(scene, WARM_UP_SEED)) traceLinks(links, user);
  return { scene, links, prepare };
}

/** What the users of a town cost. */
interface Timing {
  /** Time of each user, milliseconds. */
  readonly times: number[];
  /** The processor's time for all users together, milliseconds. */
  processor: number;
  /** Paths of all users to all sites together. */
  paths: number;
}

/** Times users of several towns in turn, so that whatever else the machine does slows all towns alike. */
function timeUsers(towns: readonly Town[]): Timing[] {
  const users = towns.map(({ scene }) => drawUsers(scene, SEED));
  const timings = towns.map((): Timing => ({ times: [], processor: 0, paths: 0 }));
  for (let user = 0; user < USERS; user++) {
    towns.forEach(({ links }, town) => {
      const timing = timings[town];
      const usage = process.cpuUsage();
      const before = performance.now();
      for (const table of traceLinks(links, users[town][user])) timing.paths += table.count;
      timing.times.push(performance.now() - before);
      const { user: own, system } = process.cpuUsage(usage);
      timing.processor += (own + system) / 1000;
    });
  }
  return timings;
}

function describe(
  { scene, prepare }: Town,
  { times, processor, paths }: Timing,
  label: string,
  bars: { readonly p95: number; readonly rate?: number },
): Figure[] {
  const note =
    `${scene.id}, ${scene.sites.length} sites, ${countTriangles(scene)} triangles, ${USERS} users after as many others; ` +
    `${(paths / USERS).toFixed(1)} paths a user; prepared in ${prepare.toFixed(0)} ms`;
  const mean = times.reduce((sum, time) => sum + time, 0) / USERS;
  const rate: Figure = { name: `trace users/s (${label})`, unit: 'users/s', value: 1000 / mean, note };
  return [
    { name: `trace p50 (${label})`, unit: 'ms', value: quantile(times, 0.5), note },
    againstBar({ name: `trace p95 (${label})`, unit: 'ms', value: quantile(times, 0.95), note }, bars.p95),
    bars.rate === undefined ? rate : againstBar(rate, bars.rate),
    { name: `trace processor time (${label})`, unit: 'ms', value: processor / USERS, note: `mean of a user; ${note}` },
  ];
}

const countTriangles = ({ mesh }: Scene): number => mesh.indices.length / 3;

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

function describeGrowth(towns: readonly Town[], timings: readonly Timing[]): Figure[] {
  const sizes = towns.map(({ scene }) => countTriangles(scene));
  const medians = timings.map(({ times }) => quantile(times, 0.5));
  return sizes.slice(1).map((size, i): Figure => {
    const growth = size / sizes[0];
    const processor = timings[i + 1].processor / timings[0].processor;
    const figure = {
      name: `trace growth (${Math.round(growth)}× the triangles)`,
      unit: 'ratio',
      value: medians[i + 1] / medians[0],
      note:
        `medians ${medians[0].toFixed(2)} and ${medians[i + 1].toFixed(2)} ms, ${processor.toFixed(2)} times the processor ` +
        'time; must stay below the root of the growth',
    } as const;
    return againstBar(figure, Math.sqrt(growth));
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
