import { describe, expect, it } from 'vitest';
import { directionVector } from '../../channel/array.ts';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import type { RandomGenerator } from '../../numerics/random.ts';
import { createRandom } from '../../numerics/random.ts';
import { invertSymmetric } from '../../numerics/symmetric-solve.ts';
import type { Vector3 } from '../../scene/scene.ts';
import type { EstimatorInput } from '../estimator.ts';
import { CITY_SITES, reportsOf } from '../testing/reports.ts';
import { createToa } from '../toa/estimator.ts';
import { CITY_MODEL, createEkf } from './estimator.ts';
import type { Belief } from './filter.ts';
import {
  bearingInnovation,
  innovationDensity,
  positionInnovation,
  predict,
  rangeInnovation,
  update,
} from './filter.ts';

const STEP = 0.5;
const HEIGHT = 1.5;

/** A way as the filter's model has it: white acceleration on a constant velocity. */
function simulateWay(random: RandomGenerator, moments: number, acceleration: number): Float64Array[] {
  const states = [Float64Array.of(-150, -80, 8, 5)];
  // Cholesky factor of q[dt³/3, dt²/2; dt²/2, dt].
  const speed = Math.sqrt(acceleration * STEP);
  const place = [(speed * STEP) / 2, (speed * STEP) / Math.sqrt(12)];
  while (states.length < moments) {
    const last = states[states.length - 1];
    const next = Float64Array.of(last[0] + STEP * last[2], last[1] + STEP * last[3], last[2], last[3]);
    for (const axis of [0, 1]) {
      const [a, b] = [random.normal(), random.normal()];
      next[axis] += place[0] * a + place[1] * b;
      next[axis + 2] += speed * a;
    }
    states.push(next);
  }
  return states;
}

const positionsOf = (states: readonly Float64Array[]): Vector3[] => states.map(([x, y]) => [x, y, HEIGHT]);

function trackInput(users: readonly Vector3[], errors: Parameters<typeof reportsOf>[2]): EstimatorInput {
  return {
    ...reportsOf(users, CITY_SITES, errors),
    tracks: {
      trajectories: new Int32Array(users.length).fill(7),
      times: Float64Array.from(users, (_, i) => STEP * i),
    },
  };
}

function rootMeanSquare(estimates: Float32Array, users: readonly Vector3[], from = 0): number {
  const squares = users.slice(from).map(([x, y], i) => {
    const at = 3 * (from + i);
    return (estimates[at] - x) ** 2 + (estimates[at + 1] - y) ** 2;
  });
  return Math.sqrt(squares.reduce((a, b) => a + b, 0) / squares.length);
}

describe('extended Kalman filter', () => {
  it('knows how wrong it is: the normalised error squared averages the size of the state', () => {
    const { noise, acceleration } = CITY_MODEL;
    const random = createRandom(31);
    const runs = 40;
    const moments = 30;
    const start = 10;
    let sum = 0;
    let terms = 0;
    for (let run = 0; run < runs; run++) {
      const states = simulateWay(random, moments, acceleration);
      const { links } = reportsOf(positionsOf(states), CITY_SITES, { random, ...noise });
      const deviations = [2, 2, 3, 3];
      let belief: Belief = {
        state: states[0].map((value, i) => value + deviations[i] * random.normal()),
        covariance: Float64Array.from({ length: 16 }, (_, at) => (at % 5 === 0 ? deviations[at / 5] ** 2 : 0)),
      };
      for (let moment = 1; moment < moments; moment++) {
        belief = predict(belief, STEP, acceleration);
        for (const { site, measurements } of links) {
          const bearing = directionVector(measurements.azimuth[moment], measurements.elevation[moment]);
          const range = SPEED_OF_LIGHT * measurements.delay[moment];
          belief = update(belief, rangeInnovation(belief, site, range, HEIGHT, noise.range));
          belief = update(belief, bearingInnovation(belief, site, bearing, HEIGHT, noise.angle));
        }
        if (moment < start) continue;
        const inverse = invertSymmetric(belief.covariance, 4) ?? new Float64Array(16).fill(NaN);
        const error = belief.state.map((value, i) => value - states[moment][i]);
        for (let at = 0; at < 16; at++) sum += error[Math.floor(at / 4)] * inverse[at] * error[at % 4];
        terms++;
      }
    }
    // χ² with 4 degrees of freedom; moments of one run are alike, so about six of them count as independent.
    const tolerance = 3 * Math.sqrt((2 * 4) / (runs * 6));
    expect(Math.abs(sum / terms - 4)).toBeLessThan(tolerance);
  });

  it('knows how likely a measurement is: N(ν; 0, HPHᵀ + R)', () => {
    const belief: Belief = {
      state: Float64Array.of(3, 4, 0, 0),
      covariance: Float64Array.from({ length: 16 }, (_, at) => [4, 9, 1, 1][at % 5 === 0 ? at / 5 : 4] ?? 0),
    };
    const density = (value: number, variance: number): number =>
      Math.exp((-value * value) / variance / 2) / Math.sqrt(2 * Math.PI * variance);
    const placed = innovationDensity(belief, positionInnovation(belief, 5, 2, 1));
    expect(placed).toBeCloseTo(density(2, 5) * density(-2, 10), 12);
    // Along (3, 4)/5 the position varies by 4·0.36 + 9·0.64.
    const site = { ...CITY_SITES[0], position: [0, 0, HEIGHT] as const };
    const ranged = innovationDensity(belief, rangeInnovation(belief, site, 6, HEIGHT, 0.5));
    expect(ranged).toBeCloseTo(density(1, 1.44 + 5.76 + 0.25), 12);
    const updated = update(belief, positionInnovation(belief, 5, 2, 1));
    expect(updated.state.subarray(0, 2)).toBeAllclose([3 + 2 * (4 / 5), 4 - 2 * (9 / 10)], { absolute: 1e-12 });
    expect([updated.covariance[0], updated.covariance[5]]).toBeAllclose([4 / 5, 9 / 10], { absolute: 1e-12 });
  });

  it('leaves a wrong way once the reports explain another one better', async () => {
    const users = positionsOf(simulateWay(createRandom(9), 40, 0.3));
    const input = trackInput(users, { random: createRandom(10), range: 0.3, angle: 0.01 });
    // For ten moments the only reports are of detours that look like a line of sight: somebody else's way, 60 m off.
    input.links.forEach(({ measurements }, site) => {
      for (let moment = 0; moment < 10; moment++) {
        if (site === 0) {
          measurements.delay[moment] += 60 / SPEED_OF_LIGHT;
          measurements.firstDelay[moment] = measurements.delay[moment];
        } else {
          measurements.snr[moment] = NaN;
        }
      }
    });
    const track = await createEkf().estimate(input);
    expect(Math.hypot(track[27] - users[9][0], track[28] - users[9][1])).toBeGreaterThan(40);
    expect(rootMeanSquare(track, users, 14)).toBeLessThan(1);
  });

  it('is nearer than the fixes that it starts from', async () => {
    const random = createRandom(5);
    const users = positionsOf(simulateWay(random, 120, 1));
    const input = trackInput(users, { random, range: 2, angle: 0.02 });
    const model = { ...CITY_MODEL, noise: { range: 2, angle: 0.02 }, acceleration: 1 };
    const track = rootMeanSquare(await createEkf(model).estimate(input), users, 5);
    const fixes = rootMeanSquare(await createToa().estimate(input), users, 5);
    expect(track).toBeLessThan(0.75 * fixes);
  });

  it('keeps its way past reports that a reflection made late, and where only one site hears the user', async () => {
    const random = createRandom(6);
    const users = positionsOf(simulateWay(random, 100, 1));
    const input = trackInput(users, { random, range: 0.5, angle: 0.01 });
    input.links.forEach(({ measurements }, site) => {
      for (let moment = 20; moment < 100; moment++) {
        if (random.uniform() < 0.3) measurements.delay[moment] += (20 + 60 * random.uniform()) / SPEED_OF_LIGHT;
        if (site > 0 && moment >= 60 && moment < 70) measurements.snr[moment] = NaN;
      }
    });
    const track = await createEkf().estimate(input);
    expect(rootMeanSquare(track, users)).toBeLessThan(2.5);
    expect(track.every(Number.isFinite)).toBe(true);
  });

  it('goes on through a short silence, has no fix in a long one, and finds the user again', async () => {
    const users = positionsOf(simulateWay(createRandom(7), 60, 0.1));
    const input = trackInput(users, {});
    for (const { measurements } of input.links) {
      measurements.snr.fill(NaN, 20, 23);
      measurements.snr.fill(NaN, 40, 52);
    }
    const track = await createEkf().estimate(input);
    const known = users.map((_, i) => !Number.isNaN(track[3 * i]));
    expect(known.slice(0, 44).every(Boolean)).toBe(true);
    expect(known.slice(46, 52).some(Boolean)).toBe(false);
    expect(known.slice(52).every(Boolean)).toBe(true);
    expect(track.subarray(3 * 55)).toBeAllclose(users.slice(55).flat(), { absolute: 0.3 });
  });

  it('sorts moments, keeps trajectories apart, and takes a lone user for what it is', async () => {
    const users = positionsOf(simulateWay(createRandom(8), 12, 1));
    const input = reportsOf(users, CITY_SITES);
    const order = [5, 3, 1, 4, 2, 0];
    const tracks = {
      trajectories: Int32Array.from(users, (_, i) => (i === 11 ? -1 : i < 6 ? 1 : 2)),
      times: Float64Array.from(users, (_, i) => STEP * (i < 6 ? order[i] : i)),
    };
    const shuffled = [...order.map((i) => users[i]), ...users.slice(6)];
    const { links } = reportsOf(shuffled, CITY_SITES);
    const track = await createEkf().estimate({ ...input, links, tracks });
    expect(track).toBeAllclose(shuffled.flat(), { absolute: 0.5 });
    await expect(createEkf().estimate(input)).rejects.toMatchObject({ code: 'bad-argument' });
  });
});
