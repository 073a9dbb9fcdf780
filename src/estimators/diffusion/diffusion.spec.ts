import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../numerics/random.ts';
import { countFlops } from '../blocks/cost.ts';
import { SITE_INPUT_WIDTH } from '../per-site/encoding.ts';
import { stirWeights } from '../testing/weights.ts';
import { DATA_DEVIATION, drawSigma, NOISE_RANGE, noiseLevels, preconditioning } from './edm.ts';
import { GUESS_WIDTH } from './guesses.ts';
import { buildDenoiser } from './network.ts';
import { NOISY_WIDTH } from './noisy-features.ts';
import { countRunFlops, predictClean, readCondition } from './predict-clean.ts';
import { BLUR, GAUSSIAN_WIDTH } from './site-gaussian.ts';
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
  const heardBy = (count: number): { listeners: Float64Array; prior: boolean } => ({
    listeners: new Float64Array(samples).fill(count),
    prior: false,
  });
  const request = { samples, steps: 200 };

  it('ends in the posterior of one site', async () => {
    const trace = await sampleDiffusion([gaussian([0.3, -0.2], 0.05)], { ...request, ...heardBy(1) }, [1]);
    expect(trace.positions.length).toBe(2 * samples * 201);
    expect(trace.sigma[200]).toBeCloseTo(NOISE_RANGE.smallest, 9);
    [0.3, -0.2].forEach((mean, axis) => {
      const [found, deviation] = momentsOf(trace.positions, samples, axis as 0 | 1);
      expect(found).toBeCloseTo(mean, 2);
      expect(deviation / 0.05).toBeCloseTo(1, 1);
    });
    expect(centreOf(trace.positions.subarray(-2 * samples))).toBeAllclose([0.3, -0.2], { absolute: 0.005 });
  });

  /** Mean and deviation of a product of Gaussians. */
  const productOf = (each: readonly { mean: number; deviation: number }[]): { mean: number; deviation: number } => {
    const precision = each.reduce((sum, { deviation }) => sum + deviation ** -2, 0);
    const mean = each.reduce((sum, one) => sum + one.mean * one.deviation ** -2, 0) / precision;
    return { mean, deviation: precision ** -0.5 };
  };

  it.each([1, 2, 3, 5])('of %i equal sites ends in their product', async (count) => {
    const each = Array.from({ length: count }, (_, i) => ({ mean: 0.02 * i, deviation: 0.03 }));
    const sites = each.map(({ mean, deviation }) => gaussian([mean, 0], deviation));
    const product = productOf(each);
    // Two hundred steps leave clouds up to a seventh too narrow; the finer the steps, the less.
    for (const { steps, least, of } of [
      { steps: 200, least: 0.82, of: samples },
      { steps: 1600, least: 0.93, of: 600 },
    ]) {
      const listening = { listeners: new Float64Array(of).fill(count), prior: false };
      const { positions } = await sampleDiffusion(sites, { samples: of, steps, ...listening }, [2]);
      const [mean, deviation] = momentsOf(positions, of, 0);
      expect(Math.abs(mean - product.mean)).toBeLessThan((4 * product.deviation) / Math.sqrt(of));
      expect(deviation / product.deviation).toBeGreaterThan(least);
      expect(deviation / product.deviation).toBeLessThan(1.09);
    }
  });

  it('of unequal sites ends where their product is, and no narrower', async () => {
    const each = [0.004, 0.02, 0.05, 0.1].map((deviation, i) => ({ mean: 0.01 * i, deviation }));
    const sites = each.map(({ mean, deviation }) => gaussian([mean, 0], deviation));
    const { positions } = await sampleDiffusion(sites, { ...request, ...heardBy(4) }, [2]);
    const [mean, deviation] = momentsOf(positions, samples, 0);
    const product = productOf(each);
    expect(Math.abs(mean - product.mean)).toBeLessThan(0.5 * product.deviation);
    // One site outweighs the rest, and its cloud keeps the noise that four would share: √(2 − 1/4) at most.
    expect(deviation / product.deviation).toBeGreaterThan(0.95);
    expect(deviation / product.deviation).toBeLessThan(Math.sqrt(2 - 1 / 4) * 1.05);
  });

  it('takes out what each of the sites holds of the prior, where asked for', async () => {
    // Posteriors of one prior and likelihoods as wide as it: N(0, σd²) times each.
    const likelihood = { mean: 0.6, deviation: DATA_DEVIATION };
    const posterior = productOf([likelihood, { mean: 0, deviation: DATA_DEVIATION }]);
    const sites = [0, 1, 2].map(() => gaussian([posterior.mean, posterior.mean], posterior.deviation));
    const run = (prior: boolean): ReturnType<typeof sampleDiffusion> =>
      sampleDiffusion(sites, { ...request, ...heardBy(3), prior }, [3]);
    const exact = productOf([likelihood, likelihood, likelihood, { mean: 0, deviation: DATA_DEVIATION }]);
    const [without, width] = momentsOf((await run(true)).positions, samples, 0);
    expect(Math.abs(without - exact.mean)).toBeLessThan(0.4 * exact.deviation);
    expect(width / exact.deviation).toBeGreaterThan(0.85);
    expect(width / exact.deviation).toBeLessThan(1.25);
    const [kept] = momentsOf((await run(false)).positions, samples, 0);
    expect(Math.abs(kept - posterior.mean)).toBeLessThan(0.1 * posterior.deviation);
    expect(kept).toBeLessThan(without);
  });

  it('leaves alone of whom nobody says anything', async () => {
    const { positions } = await sampleDiffusion([], { samples: 3, steps: 4, listeners: [0, 0, 0], prior: false }, [4]);
    expect(positions.slice(-6)).toEqual(positions.slice(0, 6));
  });

  it('is the same for the same seed', async () => {
    const small = { samples: 4, steps: 5, listeners: [1, 1, 1, 1], prior: false };
    const run = (seed: number): ReturnType<typeof sampleDiffusion> =>
      sampleDiffusion([gaussian([0, 0], 0.1)], small, [seed]);
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
      for (const deviation of [1e-3, 0.5]) {
        const { skip, out } = preconditioning(sigma, deviation);
        const variance = (1 - skip) ** 2 * deviation ** 2 + skip ** 2 * sigma ** 2;
        expect(variance / out ** 2).toBeCloseTo(1, 9);
      }
    }
  });
});

describe('what an answer keeps by itself', () => {
  it('is what the probability flow keeps on its way to no noise', () => {
    // dx/dσ = (x − D(x, σ))/σ with D = c_skip·x (Karras et al. 2022, eq. 4), in small steps of ln σ.
    const deviation = 0.03;
    const [from, to, steps] = [0.5, 1e-5, 20_000];
    const stride = Math.log(from / to) / steps;
    let x = 1;
    for (let step = 0; step < steps; step++) {
      x *= Math.exp(-stride * (1 - preconditioning(from * Math.exp(-stride * (step + 0.5)), deviation).skip));
    }
    expect(x / preconditioning(from, deviation).flow).toBeCloseTo(1, 3);
  });
});

describe('the denoiser', () => {
  const shape = { encoder: { units: 6, blocks: 1 }, units: 8, blocks: 2 };

  it.each(['skip', 'flow'] as const)("begins as the denoiser of the site's density, or its flow: %s", async (kept) => {
    const { joint } = buildDenoiser({ input: 'measured', sites: 2 }, 100, shape, kept);
    const packed = new Float32Array(2 * (SITE_INPUT_WIDTH + NOISY_WIDTH));
    const noisy = [
      { x: 0.4, y: -0.6, sigma: 0.5 },
      { x: 1, y: 2, sigma: 1e-4 },
    ];
    noisy.forEach(({ x, y, sigma }, site) => {
      packed.set([x, y, Math.log(sigma)], (site + 1) * SITE_INPUT_WIDTH + site * NOISY_WIDTH);
    });
    const output = joint.predict(tf.tensor(packed, [1, 2, SITE_INPUT_WIDTH + NOISY_WIDTH])) as tf.Tensor;
    const values = await output.data();
    expect(values.length).toBe(2 * (2 + GAUSSIAN_WIDTH));
    // An untrained density is round, about the middle, and e^{1.5} metres wide.
    const width = Math.hypot(Math.exp(1.5), BLUR) / 100;
    noisy.forEach(({ x, y, sigma }, site) => {
      const squared = (x * x + y * y) / (width ** 2 + sigma ** 2);
      const deviation = width * Math.sqrt((4 + squared) / 6);
      const { [kept]: share } = preconditioning(sigma, deviation);
      expect(values.slice(2 * site, 2 * site + 2)).toBeAllclose([share * x, share * y], { absolute: 1e-5 });
      const [, , major, minor] = values.subarray(4 + site * GAUSSIAN_WIDTH);
      expect([major, minor]).toBeAllclose([Math.log(deviation), Math.log(deviation)], { absolute: 1e-4 });
    });
  });

  it.each(['skip', 'flow'] as const)('answers the same in its parts as in one: %s', async (kept) => {
    const { joint, sites } = buildDenoiser({ input: 'measured', sites: 2 }, 100, shape, kept);
    const random = createRandom(5);
    stirWeights(joint, random, 0.2);
    const packed = new Float32Array(2 * (SITE_INPUT_WIDTH + NOISY_WIDTH));
    random.fillNormal(packed, 0.5);
    const whole = joint.predict(tf.tensor(packed, [1, 2, SITE_INPUT_WIDTH + NOISY_WIDTH])) as tf.Tensor;
    const expected = (await whole.data()).subarray(2, 4);
    const second = packed.subarray(SITE_INPUT_WIDTH + NOISY_WIDTH);
    const condition = sites[1].condition.predict(tf.tensor(second.slice(0, SITE_INPUT_WIDTH), [1, SITE_INPUT_WIDTH]));
    expect((condition as tf.Tensor).shape).toEqual([1, 6 + GUESS_WIDTH]);
    const [x, y, logSigma] = second.subarray(SITE_INPUT_WIDTH);
    const given = await readCondition(sites[1], second.slice(0, SITE_INPUT_WIDTH));
    expect(await predictClean(sites[1], given, [x, y], Math.exp(logSigma))).toBeAllclose(expected, { absolute: 1e-5 });
    const noisy = tf.tensor(second.slice(SITE_INPUT_WIDTH), [1, NOISY_WIDTH]);
    const denoised = sites[1].denoise.predict([condition as tf.Tensor, noisy]) as tf.Tensor;
    expect(await denoised.data()).toBeAllclose(expected, { absolute: 1e-5 });
  });

  it('answers several users with samples of their own noise as it answers each alone', async () => {
    const { joint, sites } = buildDenoiser({ input: 'measured', sites: 1 }, 100, shape, 'skip');
    const random = createRandom(6);
    stirWeights(joint, random, 0.2);
    const inputs = new Float32Array(2 * SITE_INPUT_WIDTH);
    random.fillNormal(inputs, 0.5);
    const x = Float64Array.of(0.1, -0.2, 0.3, 0.4, -0.5, 0.6, 0.7, -0.8, -0.9, 1, 0.11, 0.12);
    const sigma = Float64Array.of(2, 1, 0.5, 0.1, 0.01, 0.001);
    const all = await predictClean(sites[0], await readCondition(sites[0], inputs), x, sigma);
    for (let i = 0; i < 6; i++) {
      const own = inputs.slice(SITE_INPUT_WIDTH * Math.floor(i / 3), SITE_INPUT_WIDTH * (Math.floor(i / 3) + 1));
      const condition = sites[0].condition.predict(tf.tensor2d(own, [1, SITE_INPUT_WIDTH])) as tf.Tensor;
      const noisy = tf.tensor2d([x[2 * i], x[2 * i + 1], Math.log(sigma[i])], [1, NOISY_WIDTH]);
      const alone = sites[0].denoise.predict([condition, noisy]) as tf.Tensor;
      expect(all.subarray(2 * i, 2 * i + 2)).toBeAllclose(await alone.data(), { absolute: 1e-5 });
    }
  });

  it('costs less a position than its model, whose share of the condition is computed once', () => {
    const [site] = buildDenoiser({ input: 'measured', sites: 1 }, 100, shape, 'skip').sites;
    const once = countFlops(site.condition);
    expect(countRunFlops(site, 1)).toBe(once + countFlops(site.denoise));
    // The code's rows of every block's modulation, two operations a weight.
    const shared = shape.blocks * 2 * shape.encoder.units * 2 * shape.units;
    expect(countRunFlops(site, 11) - countRunFlops(site, 1)).toBe(10 * (countFlops(site.denoise) - shared));
  });
});
