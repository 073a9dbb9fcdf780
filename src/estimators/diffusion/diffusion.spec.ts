import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../numerics/random.ts';
import { SITE_INPUT_WIDTH } from '../per-site/encoding.ts';
import { DENSITY_WIDTH } from '../site-product/density-head.ts';
import { DATA_DEVIATION, drawSigma, NOISE_RANGE, noiseLevels, preconditioning } from './edm.ts';
import { buildDenoiser } from './network.ts';
import { GUESSES, NOISY_WIDTH } from './noisy-features.ts';
import type { Denoise } from './sample.ts';
import { centreOf, sampleDiffusion } from './sample.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** The exact denoiser of a Gaussian posterior: (x·s² + m·σ²)/(s² + σ²). */
const gaussian =
  (mean: readonly [number, number], deviation: number): Denoise =>
  (x, sigma) =>
    Promise.resolve(
      x.map((value, i) => (value * deviation ** 2 + mean[i % 2] * sigma ** 2) / (deviation ** 2 + sigma ** 2)),
    );

/** Mean and standard deviation of the final positions along one axis. */
function momentsOf(positions: Float32Array, samples: number, axis: 0 | 1): [mean: number, deviation: number] {
  const last = Array.from(positions.subarray(positions.length - 2 * samples)).filter((_, i) => i % 2 === axis);
  const mean = last.reduce((sum, value) => sum + value, 0) / samples;
  return [mean, Math.sqrt(last.reduce((sum, value) => sum + (value - mean) ** 2, 0) / samples)];
}

describe('a run backwards', () => {
  const samples = 2000;
  const request = { samples, steps: 400, prior: null };

  it('ends in the posterior of one site', async () => {
    const trace = await sampleDiffusion([gaussian([0.3, -0.2], 0.05)], request, createRandom(1));
    expect(trace.positions.length).toBe(2 * samples * 401);
    expect(trace.sigma[400]).toBeCloseTo(NOISE_RANGE.smallest, 9);
    [0.3, -0.2].forEach((mean, axis) => {
      const [found, deviation] = momentsOf(trace.positions, samples, axis as 0 | 1);
      expect(found).toBeCloseTo(mean, 2);
      expect(deviation / 0.05).toBeCloseTo(1, 1);
    });
    expect(centreOf(trace.positions.subarray(-2 * samples))).toBeAllclose([0.3, -0.2], { absolute: 0.005 });
  });

  it.each([false, true])('sums the scores of two sites (minus the prior: %s)', async (prior) => {
    const [one, two] = [
      { mean: 0.1, deviation: 0.05 },
      { mean: 0.2, deviation: 0.1 },
    ];
    const sites = [one, two].map(({ mean, deviation }) => gaussian([mean, 0], deviation));
    const { positions } = await sampleDiffusion(
      sites,
      { ...request, prior: prior ? new Float64Array(samples).fill(2) : null },
      createRandom(2),
    );
    // The mean over the noise follows the same equation: integrated finely, written out for Gaussians.
    let expected = 0;
    const levels = noiseLevels(40_000);
    for (let step = 0; step < 40_000; step++) {
      const sigma = levels[step];
      let slope = 0;
      for (const { mean, deviation } of [one, two])
        slope += (sigma * (expected - mean)) / (deviation ** 2 + sigma ** 2);
      if (prior) slope -= (sigma * expected) / (DATA_DEVIATION ** 2 + sigma ** 2);
      expected += (levels[step + 1] - sigma) * slope;
    }
    const [mean, deviation] = momentsOf(positions, samples, 0);
    expect(mean).toBeCloseTo(expected, 2.3);
    // Somewhere between the product's mean and the sites', and no wider than the narrower one.
    expect(mean).toBeGreaterThan(one.mean);
    expect(mean).toBeLessThan(two.mean);
    expect(deviation).toBeLessThan(one.deviation);
  });

  it('is the same for the same seed', async () => {
    const small = { samples: 4, steps: 5, prior: null };
    const run = (seed: number): ReturnType<typeof sampleDiffusion> =>
      sampleDiffusion([gaussian([0, 0], 0.1)], small, createRandom(seed));
    expect((await run(3)).positions).toEqual((await run(3)).positions);
    expect((await run(3)).positions).not.toEqual((await run(4)).positions);
  });

  it('has a centre that strays little with samples in another street', () => {
    const positions = Float32Array.from([0, 0, 0.01, 0, 0, 0.01, 0.01, 0.01, 0.9, 0.9]);
    expect(Math.hypot(...centreOf(positions))).toBeLessThan(0.02);
  });
});

describe('noise levels', () => {
  it('fall evenly in their logarithms, and are drawn so', () => {
    const levels = noiseLevels(200);
    expect([levels[0], levels[200]]).toBeAllclose([NOISE_RANGE.largest, NOISE_RANGE.smallest]);
    expect(levels[101] / levels[100]).toBeCloseTo(levels[1] / levels[0], 9);
    const random = createRandom(3);
    const drawn = Array.from({ length: 4000 }, () => Math.log(drawSigma(random)));
    const middle = Math.log(NOISE_RANGE.largest * NOISE_RANGE.smallest) / 2;
    expect(drawn.reduce((sum, value) => sum + value, 0) / 4000).toBeCloseTo(middle, 0);
  });

  it('leave the network an answer of unit variance', () => {
    // D − c_skip·x over c_out: of data and noise of their deviations (Karras et al. 2022, eq. 118).
    for (const sigma of [1e-4, 0.1, 3]) {
      const { skip, out } = preconditioning(sigma);
      const variance = (1 - skip) ** 2 * DATA_DEVIATION ** 2 + skip ** 2 * sigma ** 2;
      expect(variance / out ** 2).toBeCloseTo(1, 9);
    }
  });
});

describe('the denoiser', () => {
  const shape = { encoder: { units: 6, blocks: 1 }, units: 8, blocks: 2 };

  it('begins as the share of the noisy position that the data deviation leaves', async () => {
    const { joint } = buildDenoiser(2, 100, shape);
    const packed = new Float32Array(2 * (SITE_INPUT_WIDTH + NOISY_WIDTH));
    packed.set([0.4, -0.6, Math.log(0.5)], SITE_INPUT_WIDTH);
    packed.set([1, 2, Math.log(1e-4)], 2 * SITE_INPUT_WIDTH + NOISY_WIDTH);
    const output = joint.predict(tf.tensor(packed, [1, 2, SITE_INPUT_WIDTH + NOISY_WIDTH])) as tf.Tensor;
    const values = await output.data();
    expect(values.length).toBe(2 * (DENSITY_WIDTH + 2));
    expect(values.subarray(2 * DENSITY_WIDTH)).toBeAllclose([0.2, -0.3, 1, 2], { absolute: 1e-5 });
  });

  it('answers the same in its parts as in one', async () => {
    const { joint, sites } = buildDenoiser(2, 100, shape);
    const random = createRandom(5);
    joint.setWeights(
      joint.getWeights().map(({ shape: size, size: count }) => {
        const values = new Float32Array(count);
        random.fillNormal(values, 0.2);
        return tf.tensor(values, size);
      }),
    );
    const packed = new Float32Array(2 * (SITE_INPUT_WIDTH + NOISY_WIDTH));
    random.fillNormal(packed, 0.5);
    const whole = joint.predict(tf.tensor(packed, [1, 2, SITE_INPUT_WIDTH + NOISY_WIDTH])) as tf.Tensor;
    const expected = (await whole.data()).subarray(2 * DENSITY_WIDTH + 2);
    const second = packed.subarray(SITE_INPUT_WIDTH + NOISY_WIDTH);
    const condition = sites[1].condition.predict(tf.tensor(second.slice(0, SITE_INPUT_WIDTH), [1, SITE_INPUT_WIDTH]));
    expect((condition as tf.Tensor).shape).toEqual([1, 6 + 2 * GUESSES]);
    const noisy = tf.tensor(second.slice(SITE_INPUT_WIDTH), [1, NOISY_WIDTH]);
    const denoised = sites[1].denoise.predict([condition as tf.Tensor, noisy]) as tf.Tensor;
    expect(await denoised.data()).toBeAllclose(expected, { absolute: 1e-5 });
  });
});
