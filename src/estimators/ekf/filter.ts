/** The extended Kalman filter of one user at a known height: how it moves on, and what a site's report adds. */
import { invertSymmetric } from '../../numerics/symmetric-solve.ts';
import type { Vector3 } from '../../scene/scene.ts';
import type { Site } from '../../scene/sites.ts';
import { bearingProblem } from '../aoa/bearings.ts';
import { rangeProblem } from '../fitting/ranges.ts';

/** What is believed of a user. */
export interface Belief {
  /** x, y (m) and their velocities (m/s) [4]. */
  readonly state: Float64Array;
  /** Covariance of the state [4, 4]. */
  readonly covariance: Float64Array;
}

/** One site's report as the filter reads it: a fix in polar coordinates around the site. */
export interface Sighting {
  readonly site: Site;
  /** Metres. */
  readonly range: number;
  /** Unit vector from the site. */
  readonly bearing: Vector3;
  /** Known height of the user, metres. */
  readonly height: number;
}

/** How good a report is. */
export interface SightingNoise {
  /** Standard deviation of ranges, metres. */
  readonly range: number;
  /** Standard deviation of directions along each of the two axes across them, radians. */
  readonly angle: number;
}

const SIZE = 4;
const ROWS = 3;

/** χ² of three degrees of freedom that a good report exceeds once in a thousand. */
const GATE = 16.27;

/**
 * Moves a belief on in time: constant velocity, disturbed by white acceleration (Bar-Shalom, Li and Kirubarajan 2001,
 * Estimation with Applications to Tracking and Navigation, eqs. 6.2.2-4 and 6.2.2-12).
 *
 * @param seconds since the belief
 * @param acceleration power spectral density of the acceleration along each axis, m²/s³
 */
export function predict({ state, covariance }: Belief, seconds: number, acceleration: number): Belief {
  const moved = Float64Array.of(state[0] + seconds * state[2], state[1] + seconds * state[3], state[2], state[3]);
  const transition = identity();
  transition[2] = seconds;
  transition[SIZE + 3] = seconds;
  const spread = congruence(transition, covariance);
  for (const axis of [0, 1]) {
    spread[axis * SIZE + axis] += (acceleration * seconds ** 3) / 3;
    spread[axis * SIZE + axis + 2] += (acceleration * seconds ** 2) / 2;
    spread[(axis + 2) * SIZE + axis] += (acceleration * seconds ** 2) / 2;
    spread[(axis + 2) * SIZE + axis + 2] += acceleration * seconds;
  }
  return { state: moved, covariance: spread };
}

/**
 * Takes in a site's report, linearised where the user is believed to be (same, eqs. 5.2.3-5 to 5.2.3-18, covariance in
 * Joseph's form). A report that the belief makes unlikely, as reflected paths do, is not taken in.
 *
 * @returns the new belief, or null where the report was refused
 */
export function update(belief: Belief, sighting: Sighting, noise: SightingNoise): Belief | null {
  const { state, covariance } = belief;
  const { innovation, slopes } = linearise(state, sighting);
  if (!innovation.every(Number.isFinite)) return null;
  const variances = [noise.range ** 2, noise.angle ** 2, noise.angle ** 2];
  // P·Hᵀ [4, 3] and S = H·P·Hᵀ + R [3, 3]; H has no slope along velocities.
  const cross = Float64Array.from({ length: SIZE * ROWS }, (_, at) => {
    const [i, row] = [Math.floor(at / ROWS), at % ROWS];
    return covariance[i * SIZE] * slopes[2 * row] + covariance[i * SIZE + 1] * slopes[2 * row + 1];
  });
  const expected = Float64Array.from({ length: ROWS * ROWS }, (_, at) => {
    const [row, column] = [Math.floor(at / ROWS), at % ROWS];
    const sum = slopes[2 * row] * cross[column] + slopes[2 * row + 1] * cross[ROWS + column];
    return sum + (row === column ? variances[row] : 0);
  });
  const inverse = invertSymmetric(expected, ROWS);
  if (!inverse) return null;
  let surprise = 0;
  for (let at = 0; at < ROWS * ROWS; at++) {
    surprise += innovation[Math.floor(at / ROWS)] * inverse[at] * innovation[at % ROWS];
  }
  if (!(surprise < GATE)) return null;
  const gain = Float64Array.from({ length: SIZE * ROWS }, (_, at) => {
    const [i, row] = [Math.floor(at / ROWS), at % ROWS];
    let sum = 0;
    for (let k = 0; k < ROWS; k++) sum += cross[i * ROWS + k] * inverse[k * ROWS + row];
    return sum;
  });
  const next = state.map((value, i) => value + dotRows(gain, i, innovation));
  const keep = identity();
  for (let i = 0; i < SIZE; i++) {
    for (const column of [0, 1]) {
      for (let row = 0; row < ROWS; row++) keep[i * SIZE + column] -= gain[i * ROWS + row] * slopes[2 * row + column];
    }
  }
  const kept = congruence(keep, covariance);
  for (let i = 0; i < SIZE; i++) {
    for (let j = 0; j < SIZE; j++) {
      for (let row = 0; row < ROWS; row++) {
        kept[i * SIZE + j] += gain[i * ROWS + row] * variances[row] * gain[j * ROWS + row];
      }
    }
  }
  return { state: next, covariance: kept };
}

/** Measured minus expected [3]: range, level angle, upright angle; and slopes of the expected over x and y [3, 2]. */
function linearise(
  state: Float64Array,
  { site, range, bearing, height }: Sighting,
): {
  readonly innovation: Float64Array;
  readonly slopes: Float64Array;
} {
  const innovation = new Float64Array(ROWS);
  const slopes = new Float64Array(2 * ROWS);
  rangeProblem([site], [range], height, false, () => null).linearise(state, innovation, slopes);
  const inSpace = new Float64Array(6);
  const position = Float64Array.of(state[0], state[1], height);
  bearingProblem([site.position], [bearing]).linearise(position, innovation.subarray(1), inSpace);
  slopes.set([inSpace[0], inSpace[1], inSpace[3], inSpace[4]], 2);
  return { innovation, slopes };
}

function identity(): Float64Array {
  return Float64Array.from({ length: SIZE * SIZE }, (_, at) => (at % (SIZE + 1) === 0 ? 1 : 0));
}

function dotRows(gain: Float64Array, i: number, innovation: Float64Array): number {
  return innovation.reduce((sum, value, row) => sum + gain[i * ROWS + row] * value, 0);
}

/** A·P·Aᵀ of 4×4 matrices. */
function congruence(a: Float64Array, p: Float64Array): Float64Array {
  const half = new Float64Array(SIZE * SIZE);
  const whole = new Float64Array(SIZE * SIZE);
  for (let i = 0; i < SIZE; i++) {
    for (let j = 0; j < SIZE; j++) {
      for (let k = 0; k < SIZE; k++) half[i * SIZE + j] += a[i * SIZE + k] * p[k * SIZE + j];
    }
  }
  for (let i = 0; i < SIZE; i++) {
    for (let j = 0; j < SIZE; j++) {
      for (let k = 0; k < SIZE; k++) whole[i * SIZE + j] += half[i * SIZE + k] * a[j * SIZE + k];
    }
  }
  return whole;
}
