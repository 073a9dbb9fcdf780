/** What every place of a scene hears of every site: the numbers behind a coverage map, and the order to work them out in. */
import type { PathRequest } from '../datasets/definition.ts';
import { createBoundMap } from '../evaluation/bounds/bound-map.ts';
import { finishSteps, stepsBetween, type Steps } from '../numerics/steps.ts';
import type { PathTable } from '../propagation/path-table.ts';
import type { PreparedScene } from '../propagation/prepared-scene.ts';
import { summarizeLink } from '../propagation/link-summary.ts';
import { prepareSceneInSteps } from '../propagation/prepared-scene.ts';
import { prepareSiteInSteps, type PreparedSite } from '../propagation/trace.ts';
import { traceUser } from '../propagation/trace-user.ts';
import type { Bounds, Scene } from '../scene/scene.ts';
import type { Site } from '../scene/sites.ts';
import { gridUsers } from '../scene/user-sets.ts';
import type { CoverageBatch, MapLimit } from './base.ts';
import { keepOpenPlaces } from './open-places.ts';
import type { World } from './world.ts';

/** What a worker that maps coverage is prepared with. */
export interface CoverageSetup {
  readonly scene: Scene;
  readonly sites: readonly Site[];
  readonly paths: PathRequest;
  /** What the limit needs besides, or null where none is asked for. */
  readonly limit: LimitSetup | null;
}

/** See `CoverageSetup`. */
type LimitSetup = Pick<MapLimit, 'gains' | 'dimensions' | 'site'> &
  Pick<World, 'radio'> & { readonly snr: ReturnType<World['snr']> };

/** The limit that a map of a world asks for, as it goes to the workers. */
export function limitSetup({ radio, snr }: World, limit: MapLimit | null): LimitSetup | null {
  return limit && { gains: limit.gains, dimensions: limit.dimensions, site: limit.site, radio, snr: snr(limit.snrDb) };
}

/** Places per task: a fraction of a second of work. */
export const CELLS_PER_TASK = 64;

/**
 * The places of a map: a grid at one height, without what lies inside of solids, under the roofs of a mesh or at a wall,
 * coarse grids first, so that the map shows the whole scene early and sharpens.
 *
 * @param spacing metres
 * @param height above the lowest point of the scene, metres
 * @returns positions [cells, 3], metres
 */
export function listCoverageCells(prepared: PreparedScene, spacing: number, height: number): Float64Array {
  const { scene } = prepared;
  const { minimum, maximum } = scene.bounds;
  const z = minimum[2] + height;
  const region: Bounds = { minimum: [minimum[0], minimum[1], z], maximum: [maximum[0], maximum[1], z] };
  const grid = gridUsers(scene, region, { spacing, heights: [z] }).positions;
  // Meshes do not say what is solid: what they roof over is taken for the inside of a building.
  const positions = scene.objects.some(({ solid }) => solid) ? grid : keepOpenPlaces(prepared, grid);
  const count = positions.length / 3;
  const levelOf = (user: number): number => {
    const column = Math.round((positions[3 * user] - minimum[0]) / spacing - 0.5);
    const row = Math.round((positions[3 * user + 1] - minimum[1]) / spacing - 0.5);
    return [8, 4, 2].findIndex((step) => column % step === 0 && row % step === 0);
  };
  const levels = Array.from({ length: count }, (_, user) => levelOf(user));
  // Not found means the finest level, which comes last.
  const rank = (user: number): number => (levels[user] < 0 ? 3 : levels[user]);
  const order = Array.from({ length: count }, (_, user) => user).sort((a, b) => rank(a) - rank(b) || a - b);
  const ordered = new Float64Array(3 * count);
  order.forEach((user, i) => ordered.set(positions.subarray(3 * user, 3 * user + 3), 3 * i));
  return ordered;
}

/** A scene and all sites in it. */
function* prepareInSteps({
  scene,
  sites,
  paths,
}: CoverageSetup): Steps<{ readonly prepared: PreparedScene; readonly ends: readonly PreparedSite[] }> {
  // The scene counts as much as all sites together.
  const prepared = yield* stepsBetween(prepareSceneInSteps(scene), 0, 0.5);
  const ends: PreparedSite[] = [];
  for (const site of sites) {
    const share = (done: number): number => 0.5 + (0.5 * done) / sites.length;
    const steps = prepareSiteInSteps(prepared, site, paths);
    ends.push(yield* stepsBetween(steps, share(ends.length), share(ends.length + 1)));
    yield share(ends.length);
  }
  return { prepared, ends };
}

/** A share is told when it has grown by so much. */
const TOLD_SHARE = 0.01;

/**
 * Prepares all sites once.
 *
 * @param tell hears which share of that is done, 0 to 1
 * @returns a function from positions [cells, 3] to what they hear
 */
export function createCoverageTracer(
  setup: CoverageSetup,
  tell?: (share: number) => void,
): (positions: Float64Array) => CoverageBatch {
  const { sites, limit } = setup;
  let told = 0;
  const { prepared, ends } = finishSteps(prepareInSteps(setup), (share) => {
    if (share < 1 && share < told + TOLD_SHARE) return;
    told = share;
    tell?.(share);
  });
  const limitOf = limit && createLimitMap(prepared, sites, limit);
  return (positions) => {
    const count = positions.length / 3;
    const batch = {
      count,
      positions: Float32Array.from(positions),
      pathGain: new Float32Array(count * sites.length),
      delay: new Float32Array(count * sites.length),
      delaySpread: new Float32Array(count * sites.length),
      lineOfSight: new Uint8Array(count * sites.length),
      limit: new Float32Array(limitOf ? count : 0),
    };
    for (let cell = 0; cell < count; cell++) {
      const [x, y, z] = positions.subarray(3 * cell, 3 * cell + 3);
      const { tables } = traceUser(ends, [x, y, z]);
      if (limitOf) batch.limit[cell] = limitOf(tables);
      tables.forEach((table, site) => {
        const summary = summarizeLink(table);
        const at = cell * sites.length + site;
        batch.pathGain[at] = summary.pathGain;
        batch.delay[at] = summary.strongestDelay;
        batch.delaySpread[at] = summary.delaySpread;
        batch.lineOfSight[at] = summary.lineOfSight ? 1 : 0;
      });
    }
    return batch;
  };
}

/** The limit of a place, from its paths to all sites. */
function createLimitMap(
  { edges }: PreparedScene,
  sites: readonly Site[],
  { site, ...setup }: LimitSetup,
): (tables: readonly PathTable[]) => number {
  if (site === null) return createBoundMap({ ...setup, sites, edges });
  const limitOf = createBoundMap({ ...setup, sites: [sites[site]], edges });
  return (tables) => limitOf([tables[site]]);
}

/** The buffers of a batch, which a worker hands over. */
export function coverageBuffers(batch: CoverageBatch): ArrayBuffer[] {
  return [batch.positions, batch.pathGain, batch.delay, batch.delaySpread, batch.lineOfSight, batch.limit].map(
    (array) => array.buffer as ArrayBuffer,
  );
}
