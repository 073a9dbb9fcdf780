/**
 * Training samples drawn from measured users: the reports as they are, or moved between the points of the grid.
 *
 * The grid is sparse (2 m), so a network that sees it as it is learns 1,800 points by heart. Moving a report to a
 * nearby position takes what its error was, against the line of sight from its own training position, and adds it to
 * the line of sight from the new position. Only training reports and the site's known position are used; nothing is
 * traced and no test user is seen. A report that does not look like a line of sight (its error is large) stays where
 * it is, because a reflection would move differently.
 */
import { apparentPositions, polarOf } from '../features/apparent-position.ts';
import { RAW_FEATURE_COUNT } from '../features/positional-encoding.ts';
import type { RandomGenerator } from '../numerics/random.ts';
import type { Bounds, Vector3 } from '../scene/scene.ts';

/** Measured training users. */
export interface TrainingSet {
  readonly users: number;
  readonly draws: number;
  /** True positions [users, 3], metres. */
  readonly positions: Float64Array;
  /** Raw features [users, draws, 5]. */
  readonly raw: Float64Array;
  /** Position of the site that measured. */
  readonly origin: Vector3;
  /** Where users may be; moved samples stay inside. */
  readonly region: Bounds;
  /**
   * Whether the site sees a point. Where it is known, a report is not moved behind an obstacle, from where it could not come
   * and where a network that knows the obstacles would read it otherwise.
   */
  readonly isInSight?: (point: Vector3) => boolean;
}

/** How samples are moved; a reach of 0 leaves every report where it was measured. */
export interface MoveConfiguration {
  /** Largest displacement along x, y and z, metres. */
  readonly reach: Vector3;
  /** Reports whose apparent position is farther than this from the true one stay where they are, metres. */
  readonly largestError: number;
  /**
   * Users within this distance of the site are drawn (nearRange/distance)² times as often, metres: they are few, but angles
   * and delay change fastest there. 0 draws all users alike.
   */
  readonly nearRange: number;
}

/** Reports as measured. */
export const UNMOVED: MoveConfiguration = { reach: [0, 0, 0], largestError: 0, nearRange: 0 };

/** Samples, ready for the encoding. */
export interface Samples {
  /** Raw features [count, 5]. */
  readonly raw: Float64Array;
  /** Positions [count, 3], metres. */
  readonly positions: Float64Array;
}

/** Draws samples from one training set. */
export interface Sampler {
  /** Reports that can be drawn. */
  readonly reports: number;
  /** Independent samples, all chance from `random`. */
  draw(random: RandomGenerator, count: number): Samples;
}

/**
 * Prepares a sampler.
 *
 * @throws Error where no report is complete
 */
export function createSampler(set: TrainingSet, move: MoveConfiguration): Sampler {
  const { raw, positions, origin, region } = set;
  const rows: number[] = [];
  let reports = 0;
  for (let i = 0; i < set.users * set.draws; i++) {
    if (!raw.subarray(i * RAW_FEATURE_COUNT, (i + 1) * RAW_FEATURE_COUNT).every(Number.isFinite)) continue;
    reports++;
    const [x, y, z] = positions.subarray(Math.floor(i / set.draws) * 3);
    const distance = Math.hypot(x - origin[0], y - origin[1], z - origin[2]);
    const copies = Math.max(1, Math.round((move.nearRange / distance) ** 2));
    for (let copy = 0; copy < copies; copy++) rows.push(i);
  }
  if (reports === 0) throw new Error('no complete report to draw from');
  const movable = findMovable(set, move.largestError);
  const drawOne = (random: RandomGenerator, index: number, out: Samples): void => {
    const row = rows[Math.floor(random.uniform() * rows.length)];
    const user = Math.floor(row / set.draws);
    const [x, y, z] = positions.subarray(user * 3, user * 3 + 3);
    out.raw.set(raw.subarray(row * RAW_FEATURE_COUNT, (row + 1) * RAW_FEATURE_COUNT), index * RAW_FEATURE_COUNT);
    out.positions.set([x, y, z], index * 3);
    if (movable[row] === 0) return;
    const shift = (value: number, axis: 0 | 1 | 2): number =>
      reflect(value + (2 * random.uniform() - 1) * move.reach[axis], region.minimum[axis], region.maximum[axis]);
    const moved: Vector3 = [shift(x, 0), shift(y, 1), shift(z, 2)];
    if (set.isInSight?.(moved) === false) return;
    out.positions.set(moved, index * 3);
    const before = polarOf([x, y, z], origin);
    const after = polarOf(moved, origin);
    const base = index * RAW_FEATURE_COUNT;
    out.raw[base + 1] = wrapAngle(out.raw[base + 1] + after[0] - before[0]);
    out.raw[base + 2] += after[1] - before[1];
    out.raw[base + 3] += after[2] - before[2];
    // The power of a line of sight falls with the square of the distance.
    out.raw[base + 4] -= 20 * Math.log10(after[2] / before[2]);
  };
  return {
    reports,
    draw(random, count) {
      const samples: Samples = {
        raw: new Float64Array(count * RAW_FEATURE_COUNT),
        positions: new Float64Array(count * 3),
      };
      for (let index = 0; index < count; index++) drawOne(random, index, samples);
      return samples;
    },
  };
}

/** 1 for every report whose apparent position lies within `largestError` of the truth. */
function findMovable(set: TrainingSet, largestError: number): Uint8Array {
  const apparent = apparentPositions(set.raw, set.origin);
  const movable = new Uint8Array(set.users * set.draws);
  for (let row = 0; row < movable.length; row++) {
    const user = Math.floor(row / set.draws);
    let squared = 0;
    for (let axis = 0; axis < 3; axis++) squared += (apparent[row * 3 + axis] - set.positions[user * 3 + axis]) ** 2;
    movable[row] = squared <= largestError * largestError ? 1 : 0;
  }
  return movable;
}

/** Folds a value that left an interval back into it; cut off instead, users would pile up on the region's faces. */
function reflect(value: number, low: number, high: number): number {
  const folded = value < low ? 2 * low - value : value > high ? 2 * high - value : value;
  return Math.min(Math.max(folded, low), high);
}

function wrapAngle(angle: number): number {
  return angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));
}
