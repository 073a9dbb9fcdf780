/**
 * Scenario S1 of the PE-MSRN paper, as this project reads it: a kilometre of six-lane highway. The paper gives only
 * "outdoor highway" and the 50 m grid; lanes, barriers, overpass, trucks and mounting are ours. Synthetic.
 *
 * x runs along the road, y = 0 is the median, z = 0 the asphalt.
 */
import { createRandom } from '../numerics/random.ts';
import type { MarkingList } from './markings.ts';
import { createMaterial } from './materials.ts';
import { SceneBuilder } from './scene-builder.ts';
import type { Bounds, Scene } from './scene.ts';
import type { Site } from './sites.ts';
import type { GridLayout } from './user-sets.ts';

const LENGTH = 1000;
const LANE_WIDTH = 3.5;
/** Centre lines of the six lanes: three on each side of a median 3 m wide, metres. */
const LANES_Y = [-10.25, -6.75, -3.25, 3.25, 6.75, 10.25] as const;
/** Outer edges of the hard shoulders, where the guard rails stand, metres. */
const SHOULDER_Y = 14.5;
/** Half the width of the ground beside the road that is modelled, metres. */
const GROUND_Y = 60;

/** Users of S1 are on the road, its median included, between the lowest and the highest level of the training grid. */
export const S1_USER_REGION: Bounds = {
  minimum: [0, LANES_Y[0] - LANE_WIDTH / 2, 0.5],
  maximum: [LENGTH, LANES_Y[5] + LANE_WIDTH / 2, 2.5],
};

/** The training grid of scenario S1: every 50 m of every lane, at three heights. */
export const S1_GRID: GridLayout = { spacing: 50, rows: LANES_Y, heights: [0.5, 1.5, 2.5] };

/**
 * The one site: on a mast at the western end, looking along the road. From there every user lies near the panel's
 * boresight, where the array tells angles best; beside the road the far users would lie along the panel, where it tells
 * them worst. The farthest user is 1.0 km away, within the 1.25 km that the sounding can tell apart.
 */
export const S1_SITE: Site = {
  name: 'West mast',
  position: [-10, -18, 25],
  orientation: { azimuth: 0, elevation: (-2 * Math.PI) / 180 },
  panel: { rows: 8, columns: 8, spacing: 0.5, pattern: 'tr38901' },
};

/** The overpass: a deck across the road on two rows of piers, metres. */
const OVERPASS = { from: 614, to: 626, underside: 6, thickness: 1.4, pierWidth: 1.2, piersY: [-17, 0, 17] } as const;

/** A semi-trailer, metres. */
const TRUCK = { length: 13.6, width: 2.5, height: 4 } as const;
const TRUCK_COUNT = 8;
const TRUCK_SEED = 1101;

/** The highway of scenario S1: 1,000 m, six lanes, barriers, one overpass, trucks, one site. */
export function buildHighway(): Scene {
  const builder = new SceneBuilder();
  const asphalt = createMaterial('asphalt_concrete', 0.2);
  const verge = createMaterial('concrete', 0.3);
  const concrete = createMaterial('concrete', 0.3);
  const metal = createMaterial('metal', 0.01);
  const [x0, x1] = [-50, LENGTH + 50];

  builder.beginObject('Road', asphalt, 'ground');
  builder.addPolygon([x0, -SHOULDER_Y, 0], [x1, -SHOULDER_Y, 0], [x1, SHOULDER_Y, 0], [x0, SHOULDER_Y, 0]);
  paintRoad(builder.markings, x0, x1);
  // P.2040 lists soils up to 10 GHz only; the verge is paved.
  builder.beginObject('Verges', verge, 'ground');
  builder.addPolygon([x0, -GROUND_Y, 0], [x1, -GROUND_Y, 0], [x1, -SHOULDER_Y, 0], [x0, -SHOULDER_Y, 0]);
  builder.addPolygon([x0, SHOULDER_Y, 0], [x1, SHOULDER_Y, 0], [x1, GROUND_Y, 0], [x0, GROUND_Y, 0]);

  builder.beginObject('Median barrier', concrete, 'obstacle', true);
  builder.addBox({ minimum: [x0, -0.3, 0], maximum: [x1, 0.3, 0.9] }, { bottom: false });
  for (const [name, y] of [
    ['South guard rail', -SHOULDER_Y],
    ['North guard rail', SHOULDER_Y],
  ] as const) {
    builder.beginObject(name, metal, 'obstacle', true);
    builder.addBox({ minimum: [x0, y - 0.1, 0.45], maximum: [x1, y + 0.1, 0.8] });
  }

  builder.beginObject('Overpass', concrete, 'building', true);
  builder.addBox({
    minimum: [OVERPASS.from, -GROUND_Y, OVERPASS.underside],
    maximum: [OVERPASS.to, GROUND_Y, OVERPASS.underside + OVERPASS.thickness],
  });
  const middle = (OVERPASS.from + OVERPASS.to) / 2;
  const half = OVERPASS.pierWidth / 2;
  for (const y of OVERPASS.piersY) {
    builder.beginObject(`Pier at ${y} m`, concrete, 'building', true);
    // The pier in the median stands on the barrier's top.
    builder.addBox(
      {
        minimum: [middle - half, y - (y === 0 ? 0.25 : half), y === 0 ? 0.9 : 0],
        maximum: [middle + half, y + (y === 0 ? 0.25 : half), OVERPASS.underside],
      },
      { bottom: false },
    );
  }

  placeTrucks().forEach(([x, y], index) => {
    builder.beginObject(`Truck ${index + 1}`, metal, 'obstacle', true);
    builder.addBox({
      minimum: [x, y - TRUCK.width / 2, 0.4],
      maximum: [x + TRUCK.length, y + TRUCK.width / 2, TRUCK.height],
    });
  });

  return builder.build(
    {
      id: 'highway',
      title: 'Highway',
      summary: 'A synthetic kilometre of six-lane highway: barriers, an overpass, trucks, one 30 GHz panel on a mast.',
      attribution: '',
    },
    [S1_SITE],
  );
}

/** Asphalt, the edges of the lanes, and the lines between them. */
function paintRoad(markings: MarkingList, west: number, east: number): void {
  const [from, to] = [[west, 0] as const, [east, 0] as const];
  markings.addStrip('roadway', from, to, SHOULDER_Y, -SHOULDER_Y);
  const edges = LANES_Y.flatMap((y) => [y - LANE_WIDTH / 2, y + LANE_WIDTH / 2]);
  for (const y of new Set(edges)) markings.addLine(from, to, y);
}

/** Rear left wheels of the trucks: on the outermost lanes, one to a stretch, off the training grid. */
function placeTrucks(): [x: number, y: number][] {
  const random = createRandom(TRUCK_SEED);
  const stretch = LENGTH / TRUCK_COUNT;
  return Array.from({ length: TRUCK_COUNT }, (_, index) => {
    const y = LANES_Y[random.uniform() < 0.5 ? 0 : 5];
    for (;;) {
      const x = index * stretch + (stretch - TRUCK.length) * random.uniform();
      // Points of the grid are the middles of its cells: trucks leave a metre before and behind them.
      const { spacing } = S1_GRID;
      const nearest = spacing * (Math.round((x + TRUCK.length / 2) / spacing - 0.5) + 0.5);
      if (nearest < x - 1 || nearest > x + TRUCK.length + 1) return [x, y];
    }
  });
}
