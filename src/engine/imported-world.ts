/** What a scene that somebody brings still lacks: a site to listen, users to find, and a radio. All can be changed by hand. */
import { CITY_LINK_BUDGET } from '../channel/link-budget.ts';
import { RADIO_3_5GHZ } from '../channel/radio.ts';
import { LabError } from '../errors/lab-error.ts';
import { createRandom } from '../numerics/random.ts';
import type { PreparedScene } from '../propagation/prepared-scene.ts';
import { DEFAULT_TRACE } from '../propagation/trace.ts';
import type { Bounds, Scene, Vector3 } from '../scene/scene.ts';
import type { Site } from '../scene/sites.ts';
import { createClearanceTest } from '../scene/clearance.ts';
import { createSolidFinder } from '../scene/solids.ts';
import { randomUsers } from '../scene/user-sets.ts';
import type { UserTable } from '../scene/users.ts';
import { keepOpenPlaces } from './open-places.ts';
import type { World } from './world.ts';

const NOISE_SEED = 7001;
const USER_COUNT = 100;
/** Height of users above the lowest point of the scene, metres. */
const USER_HEIGHT = 1.5;
/** A scene that is higher than this has a site above its roofs, a lower one a site below its ceiling, metres. */
const ROOM_HEIGHT = 12;
/** Distance that a site keeps from every surface where there is room, metres. */
const SITE_CLEARANCE = 0.5;

/** How far from the middle a site is put, parts of the shorter extent. */
const SITE_OFFSET = 0.42;

/** What is said of a site that was put into a scene without any. */
export const PLACED_SITE =
  'It has no site of its own, so one was put at its rim: 8 × 8 elements that look towards the middle and hardly hear what is ' +
  'behind them. Move, turn or change it in the panel of sites.';

/** A world around a scene: its own sites, or one at its rim. */
export function worldOfScene(scene: Scene): World {
  const { nodeLimit, ...paths } = DEFAULT_TRACE;
  void nodeLimit;
  return {
    scene,
    sites: scene.sites.length > 0 ? scene.sites : [placeSite(scene)],
    radio: RADIO_3_5GHZ,
    paths: { ...paths, frequency: RADIO_3_5GHZ.carrierFrequency, maximumReflections: 2, diffraction: 'edge' },
    noiseSeed: NOISE_SEED,
    snr: (snrDb) => ({ kind: 'link-budget', budget: CITY_LINK_BUDGET, offsetDb: snrDb }),
  };
}

/**
 * Users at random positions: out in the open where there is an open, anywhere else in a room.
 *
 * @throws LabError `bad-argument` where there is no room for anybody
 */
export function usersOfScene(prepared: PreparedScene): UserTable {
  const { scene } = prepared;
  const { minimum, maximum } = scene.bounds;
  const z = Math.min(minimum[2] + USER_HEIGHT, (minimum[2] + maximum[2]) / 2);
  const region: Bounds = { minimum: [minimum[0], minimum[1], z], maximum: [maximum[0], maximum[1], z] };
  const tried = randomUsers(scene, region, 8 * USER_COUNT, createRandom(NOISE_SEED, 1));
  const positions = keepOpenPlaces(prepared, tried.positions).slice(0, 3 * USER_COUNT);
  return { count: positions.length / 3, positions };
}

/**
 * A site at the rim of a scene, above its roofs or below its ceiling, that looks at the middle. A flat panel of elements that
 * hear all around could not tell what is before it from what is behind it, so these hear forwards.
 *
 * @throws LabError `bad-scene` where every place tried touches a surface
 */
function placeSite(scene: Scene): Site {
  const { minimum, maximum } = scene.bounds;
  const extent = [0, 1, 2].map((axis) => maximum[axis] - minimum[axis]);
  const middle = [0, 1].map((axis) => (minimum[axis] + maximum[axis]) / 2);
  const z = extent[2] > ROOM_HEIGHT ? Math.min(maximum[2] + 3, minimum[2] + 40) : minimum[2] + 0.8 * extent[2];
  // Before the long side, so that the middle is near.
  const across = extent[0] >= extent[1] ? 1 : 0;
  const isClear = createClearanceTest(scene, SITE_CLEARANCE);
  const solidAt = createSolidFinder(scene);
  const random = createRandom(NOISE_SEED, 2);
  for (let attempt = 0; attempt < 200; attempt++) {
    const place = [...middle];
    place[across] -= SITE_OFFSET * extent[across];
    place[1 - across] += 0.25 * (random.uniform() - 0.5) * extent[1 - across];
    const position: Vector3 = [place[0], place[1], z];
    if (!isClear(position) || solidAt(...position)) continue;
    const towards = [middle[0] - place[0], middle[1] - place[1]];
    return {
      name: 'Site 1',
      position,
      orientation: {
        azimuth: Math.atan2(towards[1], towards[0]),
        elevation: -Math.atan2(z - minimum[2], Math.hypot(...towards)),
      },
      panel: { rows: 8, columns: 8, spacing: 0.5, pattern: 'tr38901' },
    };
  }
  throw new LabError(
    'bad-scene',
    `No free place for a site was found at the rim of "${scene.title}".`,
    'Give the scene a site of its own, or more room.',
  );
}
