/**
 * Scenario S2 of the PE-MSRN paper, as this project reads it: a factory hall full of machines. The paper gives only
 * "smart factory" and the 10 m grid; the machines follow the "dense clutter, high base station" factory (InF-DH) of
 * 3GPP TR 38.901, table 7.2-4: clutter of about 2 m on at least 40 % of the floor, the site above it. Synthetic.
 *
 * The origin lies on the floor in the south-west corner: x runs along the 120 m, y along the 60 m, z up to the roof.
 */
import { createRandom } from '../numerics/random.ts';
import { addHall } from './hall.ts';
import { createMaterial } from './materials.ts';
import { SceneBuilder } from './scene-builder.ts';
import type { Bounds, Scene } from './scene.ts';
import type { Site } from './sites.ts';
import type { GridLayout } from './user-sets.ts';

/** Extent of the hall, metres. */
const HALL: Bounds = { minimum: [0, 0, 0], maximum: [120, 60, 8] };

/** Where users of S2 may be: off the walls, between the lowest and the highest level of the training grid. */
export const S2_USER_REGION: Bounds = { minimum: [0, 0, 0.5], maximum: [120, 60, 2.5] };

/** The training grid of scenario S2: 10 m, at three heights. Its points are where aisles cross. */
export const S2_GRID: GridLayout = { spacing: 10, heights: [0.5, 1.5, 2.5] };

/** The one site: in the middle of the long south wall, under the roof, above all machines. */
export const S2_SITE: Site = {
  name: 'South wall',
  position: [60, 0.3, 7.5],
  orientation: { azimuth: Math.PI / 2, elevation: (-10 * Math.PI) / 180 },
  panel: { rows: 8, columns: 8, spacing: 0.5, pattern: 'tr38901' },
};

/** Machines stand in blocks between the aisles, 3 × 3 in a block; the grid's points are where aisles cross. */
const BLOCK_PITCH = S2_GRID.spacing;
/** Widths of the aisles along y and along x, metres. */
const AISLE_WIDTH = { x: 2, y: 2.2 } as const;
const MACHINES_PER_SIDE = 3;
/** Gap between machines, and between machines and walls, metres. */
const GAP = 0.25;
/** Of a machine that a wall cuts off, less than this is not built, metres. */
const LEAST_DEPTH = 0.8;
/** Heights of machines, uniform between these, metres: most users look over some and not over others. */
const MACHINE_HEIGHT = [0.8, 2.4] as const;
/** Share of places that stay empty. */
const EMPTY_SHARE = 0.08;
const MACHINE_SEED = 1201;

/** The factory of scenario S2: 120 × 60 × 8 m of concrete under a metal roof, metal machines, one site. */
export function buildFactory(): Scene {
  const builder = new SceneBuilder();
  const concrete = createMaterial('concrete', 0.2);
  const metal = createMaterial('metal', 0.01);
  addHall(builder, HALL, concrete, metal);

  placeMachines().forEach((bounds, index) => {
    builder.beginObject(`Machine ${index + 1}`, metal, 'obstacle', true);
    builder.addBox(bounds, { bottom: false });
  });

  return builder.build(
    {
      id: 'factory',
      title: 'Factory',
      summary:
        'A synthetic factory of 120 × 60 × 8 m: dense metal machines, concrete walls, a metal roof, one 30 GHz panel on the south wall.',
      attribution: '',
    },
    [S2_SITE],
  );
}

/** The machines, block by block. Blocks are centred between the points of the grid; those at the walls are halves. */
function placeMachines(): Bounds[] {
  const random = createRandom(MACHINE_SEED);
  const machines: Bounds[] = [];
  const pitch = {
    x: (BLOCK_PITCH - AISLE_WIDTH.x) / MACHINES_PER_SIDE,
    y: (BLOCK_PITCH - AISLE_WIDTH.y) / MACHINES_PER_SIDE,
  };
  const [xEnd, yEnd] = HALL.maximum;
  for (let blockY = 0; blockY <= yEnd; blockY += BLOCK_PITCH) {
    for (let blockX = 0; blockX <= xEnd; blockX += BLOCK_PITCH) {
      for (let row = 0; row < MACHINES_PER_SIDE; row++) {
        for (let column = 0; column < MACHINES_PER_SIDE; column++) {
          const west = blockX + (column - MACHINES_PER_SIDE / 2) * pitch.x + GAP / 2;
          const south = blockY + (row - MACHINES_PER_SIDE / 2) * pitch.y + GAP / 2;
          const height = MACHINE_HEIGHT[0] + (MACHINE_HEIGHT[1] - MACHINE_HEIGHT[0]) * random.uniform();
          const stands = random.uniform() >= EMPTY_SHARE;
          const x = [Math.max(west, GAP), Math.min(west + pitch.x - GAP, xEnd - GAP)] as const;
          const y = [Math.max(south, GAP), Math.min(south + pitch.y - GAP, yEnd - GAP)] as const;
          if (!stands || x[1] - x[0] < LEAST_DEPTH || y[1] - y[0] < LEAST_DEPTH) continue;
          machines.push({ minimum: [x[0], y[0], 0], maximum: [x[1], y[1], height] });
        }
      }
    }
  }
  return machines;
}
