/** The extended Kalman filter of one user at a known height: how it moves on, and what a measurement adds. */
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

/** A measurement, linearised where the user is believed to be. */
export interface Innovation {
  /** Measured less expected values [rows]. */
  readonly values: Float64Array;
  /** Slopes of the expected values over x and y [rows, 2]; none has a slope over velocities. */
  readonly slopes: Float64Array;
  /** Standard deviation of each measured value, their errors independent. */
  readonly deviation: number;
}

const SIZE = 4;

/** A range measured from a site to a user of known height, metres. */
export function rangeInnovation(
  { state }: Belief,
  site: Site,
  range: number,
  height: number,
  deviation: number,
): Innovation {
  const values = new Float64Array(1);
  const slopes = new Float64Array(2);
  const problem = rangeProblem({
    sites: [site],
    ranges: [range],
    height,
    offset: false,
    sight: [1],
    starts: () => [],
  });
  problem.linearise(state, values, slopes);
  return { values, slopes, deviation };
}

/** A bearing measured from a site, a unit vector, to a user of known height: a level angle and an upright one, radians. */
export function bearingInnovation(
  { state }: Belief,
  site: Site,
  bearing: Vector3,
  height: number,
  deviation: number,
): Innovation {
  const values = new Float64Array(2);
  const inSpace = new Float64Array(6);
  const position = Float64Array.of(state[0], state[1], height);
  bearingProblem([site.position], [bearing], [1]).linearise(position, values, inSpace);
  return { values, slopes: Float64Array.of(inSpace[0], inSpace[1], inSpace[3], inSpace[4]), deviation };
}

/** A position from elsewhere, metres. */
export function positionInnovation({ state }: Belief, x: number, y: number, deviation: number): Innovation {
  return { values: Float64Array.of(x - state[0], y - state[1]), slopes: Float64Array.of(1, 0, 0, 1), deviation };
}

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
 * Density of a measurement under a belief, N(ν; 0, S) with S = H·P·Hᵀ + R; 0 where the belief excludes it.
 */
export function innovationDensity(belief: Belief, innovation: Innovation): number {
  const { values } = innovation;
  if (!values.every(Number.isFinite)) return 0;
  const { expected } = expectedCovariance(belief, innovation);
  const inverse = invertSymmetric(expected, values.length);
  if (!inverse) return 0;
  let surprise = 0;
  for (let row = 0; row < values.length; row++) {
    for (let column = 0; column < values.length; column++) {
      surprise += values[row] * inverse[row * values.length + column] * values[column];
    }
  }
  const determinant = values.length === 1 ? expected[0] : expected[0] * expected[3] - expected[1] * expected[2];
  return Math.exp(-surprise / 2) / Math.sqrt((2 * Math.PI) ** values.length * determinant);
}

/**
 * Takes a measurement in (same, eqs. 5.2.3-5 to 5.2.3-18, covariance in Joseph's form).
 */
export function update(belief: Belief, innovation: Innovation): Belief {
  const { state, covariance } = belief;
  const { values, slopes, deviation } = innovation;
  const rows = values.length;
  const { cross, expected } = expectedCovariance(belief, innovation);
  const inverse = invertSymmetric(expected, rows);
  if (!inverse) return belief;
  const gain = Float64Array.from({ length: SIZE * rows }, (_, at) => {
    const [i, row] = [Math.floor(at / rows), at % rows];
    let sum = 0;
    for (let k = 0; k < rows; k++) sum += cross[i * rows + k] * inverse[k * rows + row];
    return sum;
  });
  const next = state.map((value, i) =>
    values.reduce((sum, innovated, row) => sum + gain[i * rows + row] * innovated, value),
  );
  const keep = identity();
  for (let i = 0; i < SIZE; i++) {
    for (const column of [0, 1]) {
      for (let row = 0; row < rows; row++) keep[i * SIZE + column] -= gain[i * rows + row] * slopes[2 * row + column];
    }
  }
  const kept = congruence(keep, covariance);
  for (let i = 0; i < SIZE; i++) {
    for (let j = 0; j < SIZE; j++) {
      for (let row = 0; row < rows; row++) {
        kept[i * SIZE + j] += gain[i * rows + row] * deviation ** 2 * gain[j * rows + row];
      }
    }
  }
  return { state: next, covariance: kept };
}

/** P·Hᵀ [4, rows] and S = H·P·Hᵀ + R [rows, rows]. */
function expectedCovariance(
  { covariance }: Belief,
  { values, slopes, deviation }: Innovation,
): { readonly cross: Float64Array; readonly expected: Float64Array } {
  const rows = values.length;
  const cross = Float64Array.from({ length: SIZE * rows }, (_, at) => {
    const [i, row] = [Math.floor(at / rows), at % rows];
    return covariance[i * SIZE] * slopes[2 * row] + covariance[i * SIZE + 1] * slopes[2 * row + 1];
  });
  const expected = Float64Array.from({ length: rows * rows }, (_, at) => {
    const [row, column] = [Math.floor(at / rows), at % rows];
    const sum = slopes[2 * row] * cross[column] + slopes[2 * row + 1] * cross[rows + column];
    return sum + (row === column ? deviation ** 2 : 0);
  });
  return { cross, expected };
}

function identity(): Float64Array {
  return Float64Array.from({ length: SIZE * SIZE }, (_, at) => (at % (SIZE + 1) === 0 ? 1 : 0));
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
