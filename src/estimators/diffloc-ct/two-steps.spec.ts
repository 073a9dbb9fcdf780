import { describe, expect, it } from 'vitest';
import { createRandom } from '../../numerics/random.ts';
import { momentsOf } from '../belief/sample-level.ts';
import type { Consistency } from './two-steps.ts';
import { sampleInTwoSteps } from './two-steps.ts';

/** The probability flow of a Gaussian posterior: m + s·(x − m)/√(s² + σ²). */
const gaussian =
  (mean: readonly [number, number], deviation: number): Consistency =>
  (positions, sigmas) =>
    Promise.resolve(
      positions.map((value, i) => {
        const share = deviation / Math.hypot(deviation, sigmas[i >> 1]);
        return mean[i % 2] + share * (value - mean[i % 2]);
      }),
    );

const sites = [gaussian([0.2, 0.1], 0.02), gaussian([0.22, 0.1], 0.01), gaussian([0.18, 0.12], 0.04)];

describe('two steps of several sites', () => {
  it('end in the product of Gaussian posteriors', async () => {
    const samples = 4000;
    const found = await sampleInTwoSteps(sites, { users: 1, samples, hears: () => true }, createRandom(3));
    const weights = [0.02, 0.01, 0.04].map((deviation) => 1 / deviation ** 2);
    const total = weights.reduce((a, b) => a + b, 0);
    const product = [0.2, 0.22, 0.18].reduce((sum, x, site) => sum + (weights[site] * x) / total, 0);
    const { mean, precision } = momentsOf(found);
    // Between the sites the flow of the second step is not that of the product; it leads next to it all the same.
    expect(mean[0]).toBeCloseTo(product, 2.3);
    const deviation = 1 / Math.sqrt(precision[0]);
    expect(deviation * Math.sqrt(total)).toBeGreaterThan(0.6);
    expect(deviation * Math.sqrt(total)).toBeLessThan(1.6);
  });

  it('believe two sites that agree more than one that is sure of another street', async () => {
    const astray = [...sites.slice(0, 2), gaussian([-0.6, 0.4], 0.012)];
    const request = { users: 1, samples: 64, hears: () => true };
    const { mean } = momentsOf(await sampleInTwoSteps(astray, request, createRandom(4)));
    expect(mean[0]).toBeCloseTo(0.216, 1.6);
    expect(mean[1]).toBeCloseTo(0.1, 1.6);
  });

  it('leave a site out that does not hear the user, and a user out whom none does', async () => {
    const hears = (user: number, site: number): boolean => user === 1 && site === 0;
    const found = await sampleInTwoSteps(sites, { users: 2, samples: 64, hears }, createRandom(5));
    expect(found.subarray(0, 128).every(Number.isNaN)).toBe(true);
    const { mean, precision } = momentsOf(found.subarray(128));
    expect(mean).toBeAllclose([0.2, 0.1], { absolute: 0.01 });
    expect(1 / Math.sqrt(precision[0]) / 0.02).toBeCloseTo(1, 0);
  });
});
