import { describe, expect, it } from 'vitest';
import { createRandom } from '../numerics/random.ts';
import { ADAM_DEFAULTS, adamStep, averageStep, createAdamState } from './adam.ts';
import { learningRate } from './schedule.ts';

describe('adamStep', () => {
  it('follows the paper (Kingma and Ba, algorithm 1), in double precision', () => {
    const random = createRandom(2);
    const weights = [Float32Array.from({ length: 4 }, () => random.normal())];
    const state = createAdamState([4]);
    const w = Array.from(weights[0]);
    const m = [0, 0, 0, 0];
    const v = [0, 0, 0, 0];
    for (let t = 1; t <= 20; t++) {
      const gradient = Float32Array.from({ length: 4 }, () => random.normal());
      adamStep(weights, [gradient], [false], state, 1e-2, ADAM_DEFAULTS);
      for (let i = 0; i < 4; i++) {
        m[i] = 0.9 * m[i] + 0.1 * gradient[i];
        v[i] = 0.999 * v[i] + 0.001 * gradient[i] ** 2;
        w[i] -= (1e-2 * (m[i] / (1 - 0.9 ** t))) / (Math.sqrt(v[i] / (1 - 0.999 ** t)) + 1e-8);
      }
    }
    expect(state.steps).toBe(20);
    expect(weights[0]).toBeAllclose(w, { relative: 1e-4, absolute: 1e-5 });
  });

  it('adds 2λw to the gradient of weights that decay, and only of those', () => {
    const plain = [Float32Array.of(3), Float32Array.of(3)];
    const state = createAdamState([1, 1]);
    adamStep(plain, [[0], [0]], [true, false], state, 1e-2, { ...ADAM_DEFAULTS, l2: 0.1 });
    expect(state.first[0][0]).toBeCloseTo(0.1 * 2 * 0.1 * 3, 6);
    expect(plain[0][0]).toBeCloseTo(3 - 1e-2, 5);
    expect(plain[1][0]).toBe(3);
  });

  it('finds the minimum of a parabola', () => {
    const weights = [Float32Array.of(5, -3)];
    const state = createAdamState([2]);
    for (let i = 0; i < 3000; i++) {
      adamStep(weights, [[2 * (weights[0][0] - 1), 20 * (weights[0][1] - 2)]], [false], state, 1e-2, ADAM_DEFAULTS);
    }
    expect(weights[0]).toBeAllclose([1, 2], { absolute: 1e-3 });
  });
});

describe('averageStep', () => {
  it('is the exponential average, with a decay that grows from nothing', () => {
    const average = [Float32Array.of(100)];
    averageStep(average, [[1]], 0, 0.99);
    expect(average[0][0]).toBeCloseTo(0.1 * 100 + 0.9 * 1, 4);
    averageStep(average, [[1]], 1e6, 0.99);
    expect(average[0][0]).toBeCloseTo(0.99 * 10.9 + 0.01, 4);
  });
});

describe('learningRate', () => {
  it('warms up, then falls along a cosine to a hundredth', () => {
    const schedule = { kind: 'cosine', peak: 1, warmup: 10, totalSteps: 110 } as const;
    expect(learningRate(schedule, 0)).toBeCloseTo(0.1);
    expect(learningRate(schedule, 10)).toBeCloseTo(1);
    expect(learningRate(schedule, 60)).toBeCloseTo(0.505);
    expect(learningRate(schedule, 110)).toBeCloseTo(0.01);
  });

  it('starts a second cosine where it is told to', () => {
    const schedule = {
      kind: 'cosine',
      peak: 1,
      warmup: 10,
      totalSteps: 210,
      restarts: [{ step: 110, peak: 0.4 }],
    } as const;
    const rates = [60, 109, 110, 160, 210].map((step) => learningRate(schedule, step));
    expect(rates).toBeAllclose([0.505, 0.010244, 0.4, 0.202, 0.004], { relative: 1e-3 });
  });

  it('halves every fifth of the run, as the paper does every 20 of 100 epochs', () => {
    const schedule = { kind: 'halving', peak: 1, warmup: 0, totalSteps: 100 } as const;
    expect([0, 19, 20, 40, 60, 80, 99].map((step) => learningRate(schedule, step))).toEqual([
      1, 1, 0.5, 0.25, 0.125, 0.0625, 0.0625,
    ]);
  });
});
