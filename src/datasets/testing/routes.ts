/** A small dataset of trajectories for tests: straight walks through the indoor hall, before two sites. */
import { RADIO_3_5GHZ } from '../../channel/radio.ts';
import { fromDecibels } from '../../numerics/decibels.ts';
import { createRandom } from '../../numerics/random.ts';
import type { TrajectoryTable } from '../../scene/routes.ts';
import { ROUTE_KINDS } from '../../scene/routes.ts';
import { buildS3, S3_SITE } from '../../scene/s3.ts';
import type { OpenDataset, TrajectoriesDefinition } from '../definition.ts';

const TRAJECTORIES = 8;
const POSITIONS = 6;

/** Walks along x in an aisle of the hall, one position a second. */
function buildWalks(seed: number): TrajectoryTable {
  const random = createRandom(seed);
  const count = TRAJECTORIES * POSITIONS;
  const table: TrajectoryTable = {
    count: TRAJECTORIES,
    offsets: Uint32Array.from({ length: TRAJECTORIES + 1 }, (_, i) => i * POSITIONS),
    positions: new Float64Array(3 * count),
    velocities: new Float64Array(3 * count),
    times: new Float64Array(count),
    kinds: new Uint8Array(TRAJECTORIES).fill(ROUTE_KINDS.indexOf('pedestrian')),
  };
  for (let walk = 0; walk < TRAJECTORIES; walk++) {
    const speed = 1 + random.uniform();
    const [x, y] = [10 + 20 * random.uniform(), 16 + 8 * random.uniform()];
    for (let step = 0; step < POSITIONS; step++) {
      const user = walk * POSITIONS + step;
      table.positions.set([x + speed * step, y, 1.5], 3 * user);
      table.velocities.set([speed, 0, 0], 3 * user);
      table.times[user] = step;
    }
  }
  return table;
}

/** The definition; the id is borrowed. */
export const WALKS: TrajectoriesDefinition = {
  kind: 'trajectories',
  id: 's3-2d',
  title: 'Walks',
  sceneId: 's3',
  radio: RADIO_3_5GHZ,
  dimensions: 2,
  noiseSeed: 1,
  routes: { seed: 2, build: buildWalks },
  split: { training: 0.5, validation: 0.25, seed: 3 },
  linkBudget: { transmitPower: 0.2, noiseFactor: fromDecibels(5), snrLimit: fromDecibels(30) },
  trace: { maximumReflections: 1 },
};

/** The walks before the hall's own site and one across from it. */
export function openWalks(): OpenDataset<TrajectoriesDefinition> {
  const scene = buildS3();
  const east = {
    ...S3_SITE,
    name: 'East wall',
    position: [59.8, 20, 5],
    orientation: { azimuth: Math.PI, elevation: 0 },
  } as const;
  return { definition: WALKS, scene, sites: [S3_SITE, east], site: S3_SITE };
}
