/** Sets of users: the grid that networks learn on, and the random positions that they are judged on. */
import { LabError } from '../errors/lab-error.ts';
import type { RandomGenerator } from '../numerics/random.ts';
import type { Bounds, Scene, Vector3 } from './scene.ts';
import { createClearanceTest } from './clearance.ts';
import { createSolidFinder } from './solids.ts';
import type { UserTable } from './users.ts';

/** Distance that every user keeps from every surface, metres: about the half width of a person. */
export const USER_CLEARANCE = 0.3;

/** What a grid of users looks like. */
export interface GridLayout {
  /** Horizontal pitch, metres. */
  readonly spacing: number;
  /** Where the rows lie, y in metres: the lanes of a road. Without it rows are as far apart as columns. */
  readonly rows?: readonly number[];
  /** Heights above z = 0, metres. */
  readonly heights: readonly number[];
}

/** The training grid of scenario S3 of the PE-MSRN paper: 2 m, at three heights. */
export const S3_GRID: GridLayout = { spacing: 2, heights: [0.5, 1.5, 2.5] };

/**
 * Users at the centres of a horizontal grid's cells, level by level, x fastest. Positions inside a solid or closer than
 * `USER_CLEARANCE` to a surface are left out.
 *
 * @param scene the world
 * @param region what the grid covers, metres; its height is not used
 * @param layout pitch and heights
 */
export function gridUsers(scene: Scene, region: Bounds, layout: GridLayout = S3_GRID): UserTable {
  const canStand = createStandingTest(scene);
  const { spacing, heights } = layout;
  const columns = Math.floor((region.maximum[0] - region.minimum[0]) / spacing + 1e-9);
  const rows = layout.rows ?? rowsOf(region, spacing);
  const positions: number[] = [];
  for (const z of heights) {
    for (const y of rows) {
      for (let column = 0; column < columns; column++) {
        const x = region.minimum[0] + (column + 0.5) * spacing;
        if (canStand([x, y, z])) positions.push(x, y, z);
      }
    }
  }
  return { count: positions.length / 3, positions: Float64Array.from(positions) };
}

/**
 * Users at uniformly random positions of a region, outside solids and at least `USER_CLEARANCE` from every surface.
 *
 * @param scene the world
 * @param region where they may be, metres
 * @param count how many
 * @param generator the source of chance; equal seeds give equal users
 * @throws LabError `bad-argument` when the region has no room (fewer than one of ten thousand draws is free)
 */
export function randomUsers(scene: Scene, region: Bounds, count: number, generator: RandomGenerator): UserTable {
  const canStand = createStandingTest(scene);
  const positions = new Float64Array(3 * count);
  let refusedInARow = 0;
  for (let user = 0; user < count;) {
    const draw = (axis: 0 | 1 | 2): number =>
      region.minimum[axis] + (region.maximum[axis] - region.minimum[axis]) * generator.uniform();
    const point: Vector3 = [draw(0), draw(1), draw(2)];
    if (canStand(point)) {
      positions.set(point, 3 * user++);
      refusedInARow = 0;
    } else if (++refusedInARow >= 10_000) {
      throw new LabError(
        'bad-argument',
        `Scene "${scene.id}" has no free room in the region asked for.`,
        `Choose a region with space ${USER_CLEARANCE} m away from every surface.`,
      );
    }
  }
  return { count, positions };
}

/** The middles of a region's rows, from south to north. */
function rowsOf({ minimum, maximum }: Bounds, spacing: number): readonly number[] {
  const count = Math.floor((maximum[1] - minimum[1]) / spacing + 1e-9);
  return Array.from({ length: count }, (_, row) => minimum[1] + (row + 0.5) * spacing);
}

/** A function that says whether a person fits at a point. */
function createStandingTest(scene: Scene): (point: Vector3) => boolean {
  const isClear = createClearanceTest(scene, USER_CLEARANCE);
  const solidAt = createSolidFinder(scene);
  return (point) => isClear(point) && solidAt(...point) === null;
}
