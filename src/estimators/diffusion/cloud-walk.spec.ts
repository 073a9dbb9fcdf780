import { describe, expect, it } from 'vitest';
import { beginWalk } from './cloud-walk.ts';
import { noiseLevels } from './edm.ts';
import type { DenoiseRows } from './hear-only.ts';
import type { CloudWalk, WalkRequest } from './posterior-sampler.ts';
import { centreOf } from './sample.ts';

/** The exact denoiser of a Gaussian posterior: (x·s² + m·σ²)/(s² + σ²). */
const gaussian =
  (mean: readonly [number, number], deviation: number): DenoiseRows =>
  (x, sigma) =>
    Promise.resolve(
      x.map((value, i) => {
        const variance = (typeof sigma === 'number' ? sigma : sigma[i >> 1]) ** 2;
        return (value * deviation ** 2 + mean[i % 2] * variance) / (deviation ** 2 + variance);
      }),
    );

const FRAME = { centre: [100, -50, 0] as const, scale: 200 };
const SITES = [gaussian([0.3, 0], 0.1), null, gaussian([0.32, 0.1], 0.02)];
const REQUEST: WalkRequest = {
  clouds: [[0, 1, 2], [0], [2]],
  samples: 300,
  seed: 7,
  prior: false,
  from: null,
};
const STEPS = 60;

async function walkToEnd(request: WalkRequest = REQUEST): Promise<CloudWalk> {
  const walk = beginWalk(SITES, FRAME, STEPS, request);
  while (walk.step() < STEPS) await walk.advance();
  return walk;
}

/** Positions of a cloud at a step of a walk. */
function cloudAt({ positions, first }: CloudWalk, step: number, cloud: number): Float32Array {
  const size = 2 * REQUEST.samples;
  const at = ((step - first) * REQUEST.clouds.length + cloud) * size;
  return positions.subarray(at, at + size);
}

describe('clouds on their way', () => {
  it('go where they would go alone, in metres', async () => {
    const walk = await walkToEnd();
    expect(walk.sigma).toBeAllclose(noiseLevels(STEPS).map((sigma) => 200 * sigma));
    const alone = await walkToEnd({ ...REQUEST, clouds: [REQUEST.clouds[2]] });
    expect(alone.positions.subarray(-2 * REQUEST.samples)).toEqual(cloudAt(walk, STEPS, 2));
    const [fused, first, third] = [0, 1, 2].map((cloud) => centreOf(cloudAt(walk, STEPS, cloud)));
    // Together they lie between the two, nearer to the one that is surer.
    expect(fused[0]).toBeGreaterThan(first[0]);
    expect(Math.abs(fused[0] - third[0])).toBeLessThan(Math.abs(fused[0] - first[0]));
  });

  it('begin with the same noise', async () => {
    const walk = await walkToEnd();
    expect(cloudAt(walk, 0, 1)).toEqual(cloudAt(walk, 0, 0));
    expect(cloudAt(walk, 30, 1)).not.toEqual(cloudAt(walk, 30, 0));
  });

  it('go on from a step to the same places, and with fresh noise to others', async () => {
    const whole = await walkToEnd();
    const size = 2 * REQUEST.samples * REQUEST.clouds.length;
    const positions = whole.positions.slice(20 * size, 21 * size);
    const same = await walkToEnd({ ...REQUEST, from: { step: 20, positions, isStirred: false } });
    expect([same.first, same.positions.length]).toEqual([20, 41 * size]);
    expect(cloudAt(same, STEPS, 0)).toBeAllclose(cloudAt(whole, STEPS, 0), { absolute: 1e-2 });
    const stirred = await walkToEnd({ ...REQUEST, seed: 8, from: { step: 20, positions, isStirred: true } });
    expect(cloudAt(stirred, 20, 0)).toEqual(cloudAt(whole, 20, 0));
    const far = cloudAt(stirred, 30, 0).map((value, i) => value - cloudAt(whole, 30, 0)[i]);
    expect(Math.max(...far.map(Math.abs))).toBeGreaterThan(1);
    expect(centreOf(cloudAt(stirred, STEPS, 2))).toBeAllclose(centreOf(cloudAt(whole, STEPS, 2)), { absolute: 3 });
  });

  it('refuses to go on from a step that there is not', () => {
    const from = { step: STEPS + 1, positions: new Float32Array(0), isStirred: false };
    expect(() => beginWalk(SITES, FRAME, STEPS, { ...REQUEST, from })).toThrow(`There is no step ${STEPS + 1}`);
  });

  it('takes a step again that has failed', async () => {
    let isBroken = false;
    const first = gaussian([0.3, 0], 0.1);
    const fragile: DenoiseRows = (x, sigma) =>
      isBroken ? Promise.reject(new Error('the device is lost')) : first(x, sigma);
    const request = { ...REQUEST, clouds: [[0]] };
    const walk = beginWalk([fragile], FRAME, STEPS, request);
    await walk.advance();
    isBroken = true;
    await expect(walk.advance()).rejects.toThrow('lost');
    isBroken = false;
    expect(walk.step()).toBe(1);
    await walk.advance();
    const sound = beginWalk([first], FRAME, STEPS, request);
    await sound.advance();
    await sound.advance();
    expect(walk.positions).toEqual(sound.positions);
  });

  it('leaves a cloud without a site that hears the user in its noise', async () => {
    const walk = beginWalk(SITES, FRAME, STEPS, { ...REQUEST, clouds: [[1], []] });
    await walk.advance();
    const size = 2 * REQUEST.samples;
    for (const cloud of [0, 1]) {
      const at = (2 + cloud) * size;
      expect(walk.positions.subarray(at, at + size)).toEqual(walk.positions.subarray(0, size));
    }
  });
});
