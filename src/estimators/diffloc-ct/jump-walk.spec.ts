import { describe, expect, it } from 'vitest';
import { createRandom } from '../../numerics/random.ts';
import { NOISE_RANGE } from '../diffusion/edm.ts';
import type { DenoiseRows } from '../diffusion/hear-only.ts';
import type { CloudWalk, WalkRequest } from '../diffusion/posterior-sampler.ts';
import { centreOf } from '../diffusion/sample.ts';
import { beginJumps } from './jump-walk.ts';
import { sampleInTwoSteps, type Consistency } from './two-steps.ts';

/** The probability flow of a Gaussian posterior: m + s·(x − m)/√(s² + σ²). */
const gaussian =
  (mean: readonly [number, number], deviation: number): DenoiseRows =>
  (x, sigma) =>
    Promise.resolve(
      x.map((value, i) => {
        const level = typeof sigma === 'number' ? sigma : sigma[i >> 1];
        return mean[i % 2] + (deviation / Math.hypot(deviation, level)) * (value - mean[i % 2]);
      }),
    );

const FRAME = { centre: [100, -50, 0] as const, scale: 200 };
const SITES = [gaussian([0.3, 0], 0.05), null, gaussian([0.32, 0.02], 0.02)];
const REQUEST: WalkRequest = { clouds: [[0, 1, 2], [0], [1], [2]], samples: 200, seed: 7, prior: false, from: null };
const SIZE = 2 * REQUEST.samples;

async function walkToEnd(request: WalkRequest = REQUEST): Promise<CloudWalk> {
  const walk = beginJumps(SITES, FRAME, request);
  while (walk.step() < walk.sigma.length - 1) await walk.advance();
  return walk;
}

function cloudAt({ positions, first }: CloudWalk, step: number, cloud: number, clouds = REQUEST.clouds): Float32Array {
  const at = ((step - first) * clouds.length + cloud) * SIZE;
  return positions.subarray(at, at + SIZE);
}

/** Root mean square of the deviations along both axes. */
function deviationOf(cloud: Float32Array): number {
  const [x, y] = centreOf(cloud);
  return Math.sqrt(cloud.reduce((sum, value, i) => sum + (value - (i % 2 === 0 ? x : y)) ** 2, 0) / (cloud.length - 2));
}

describe('two jumps', () => {
  it('end where the estimator itself does', async () => {
    const clouds = [[0, 2]];
    const walk = await walkToEnd({ ...REQUEST, clouds });
    // The estimator's own run with the walk's noises, in the order of the sites.
    const maps = SITES.map((site): Consistency => site ?? ((x: Float64Array) => Promise.resolve(x)));
    const hears = (_user: number, site: number): boolean => site !== 1;
    const found = await sampleInTwoSteps(maps, { users: 1, samples: REQUEST.samples, hears }, createRandom(7));
    const metres = found.map((value, i) => FRAME.centre[i % 2] + FRAME.scale * value);
    expect(cloudAt(walk, 2, 0, clouds)).toBeAllclose(metres, { absolute: 1e-3 });
  });

  it('go from noise over the first answers, stirred, to the second ones', async () => {
    const walk = await walkToEnd();
    expect(walk.sigma[0]).toBeCloseTo(FRAME.scale * NOISE_RANGE.largest, 6);
    expect(deviationOf(cloudAt(walk, 0, 0)) / walk.sigma[0]).toBeCloseTo(1, 0);
    // What is seen at step 1 is that noise and the answers' own spread, a third of it.
    expect(deviationOf(cloudAt(walk, 1, 0)) / walk.sigma[1]).toBeCloseTo(Math.hypot(1, 1 / 3), 0.9);
    const [together, alone] = [0, 1].map((cloud) => deviationOf(cloudAt(walk, 2, cloud)));
    expect(together).toBeLessThan(alone);
    expect(alone / (FRAME.scale * 0.05)).toBeCloseTo(1, 0.6);
    expect(centreOf(cloudAt(walk, 2, 3))).toBeAllclose([164, -46], { absolute: 1.5 });
  });

  it('leave a cloud in its noise that listens to nobody who hears the user', async () => {
    const walk = await walkToEnd();
    expect(cloudAt(walk, 2, 2)).toEqual(cloudAt(walk, 0, 2));
  });

  it('go on from the stirred answers to the same places, and with fresh noise near them', async () => {
    const whole = await walkToEnd();
    const clouds = [[0, 1, 2]];
    const from = { step: 1, positions: cloudAt(whole, 1, 0).slice(), isStirred: false };
    const same = await walkToEnd({ ...REQUEST, clouds, from });
    expect(same.sigma[1] / whole.sigma[1]).toBeCloseTo(1, 0.9);
    const far = cloudAt(same, 2, 0, clouds).map((value, i) => value - cloudAt(whole, 2, 0)[i]);
    // The noise is read from the cloud again, which is not exactly what was added.
    expect(Math.max(...far.map(Math.abs))).toBeLessThan(0.2 * deviationOf(cloudAt(whole, 2, 0)));
    const stirred = await walkToEnd({ ...REQUEST, clouds, seed: 8, from: { ...from, isStirred: true } });
    expect(cloudAt(stirred, 1, 0, clouds)).toEqual(cloudAt(whole, 1, 0));
    expect(cloudAt(stirred, 2, 0, clouds)).not.toEqual(cloudAt(same, 2, 0, clouds));
    expect(centreOf(cloudAt(stirred, 2, 0, clouds))).toBeAllclose(centreOf(cloudAt(whole, 2, 0)), { absolute: 3 });
  });

  it('takes a step again that has failed', async () => {
    let isBroken = true;
    const first = gaussian([0.3, 0], 0.05);
    const fragile: DenoiseRows = (x, sigma) => (isBroken ? Promise.reject(new Error('lost')) : first(x, sigma));
    const request = { ...REQUEST, clouds: [[0]] };
    const walk = beginJumps([fragile], FRAME, request);
    await expect(walk.advance()).rejects.toThrow('lost');
    isBroken = false;
    await walk.advance();
    const sound = beginJumps([first], FRAME, request);
    await sound.advance();
    expect(walk.positions).toEqual(sound.positions);
  });

  it('refuses clouds that have no spread, and steps that there are not', () => {
    expect(() => beginJumps(SITES, FRAME, { ...REQUEST, samples: 2 })).toThrow('2 samples have no spread');
    const from = { step: 3, positions: new Float32Array(0), isStirred: false };
    expect(() => beginJumps(SITES, FRAME, { ...REQUEST, from })).toThrow('no step 3');
  });
});
