import { describe, expect, it } from 'vitest';
import { createNoiseKey, fillCounterNormal } from './counter-noise.ts';
import { mixBits, ZIGGURAT } from './random.ts';

const COUNT = 400_000;
const draw = (...seeds: number[]): Float32Array => {
  const numbers = new Float32Array(COUNT);
  fillCounterNormal(numbers, 1, createNoiseKey(...seeds));
  return numbers;
};
const numbers = draw(1, 2);

/** Mean of f over the numbers. */
function average(f: (x: number, i: number) => number): number {
  return numbers.reduce((sum, x, i) => sum + f(x, i), 0) / COUNT;
}

describe('numbers by their index', () => {
  it('are normal: moments and tails within five standard errors', () => {
    const error = 5 / Math.sqrt(COUNT);
    expect(Math.abs(average((x) => x))).toBeLessThan(error);
    expect(Math.abs(average((x) => x * x) - 1)).toBeLessThan(error * Math.sqrt(2));
    expect(Math.abs(average((x) => x ** 3))).toBeLessThan(error * Math.sqrt(15));
    expect(Math.abs(average((x) => x ** 4) - 3)).toBeLessThan(error * Math.sqrt(96));
    // Shares beyond 1, 2, 3 and 4 standard deviations, from erfc; the last lies in the ziggurat's tail.
    for (const [limit, share] of [
      [1, 0.317310507863],
      [2, 0.045500263896],
      [3, 0.002699796063],
      [4, 6.334248367e-5],
    ]) {
      const found = average((x) => (Math.abs(x) > limit ? 1 : 0));
      expect(Math.abs(found - share)).toBeLessThan(5 * Math.sqrt(share / COUNT));
    }
  });

  it('do not know their neighbours, at any power of two', () => {
    for (let lag = 1; lag <= 65536; lag *= 2) {
      const correlation = average((x, i) => x * numbers[(i + lag) % COUNT]);
      expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(COUNT));
    }
  });

  it('do not know the numbers of neighbouring seeds', () => {
    for (const other of [draw(1, 3), draw(2, 2), draw(1)]) {
      expect(Math.abs(average((x, i) => x * other[i]))).toBeLessThan(5 / Math.sqrt(COUNT));
    }
  });

  it('are to the bit what their words say, wherever a block ends', () => {
    for (const count of [1, 3, 4, 2047, 2048, 2049, 5000]) {
      const key = createNoiseKey(9, count);
      const found = new Float32Array(count);
      fillCounterNormal(found, 0.3, key);
      let quick = 0;
      for (let i = 0; i < count; i++) {
        const bits = mixBits((key[0] + Math.imul(i, key[1])) | 0);
        const layer = bits & (ZIGGURAT.threshold.length - 1);
        if (Math.abs(bits) < ZIGGURAT.threshold[layer]) {
          quick++;
          expect(found[i]).toBe(Math.fround(bits * ZIGGURAT.scale[layer] * 0.3));
        }
      }
      if (count > 1000) expect(quick / count).toBeGreaterThan(0.96);
    }
  });

  it('are the same for a shorter array, and scale', () => {
    const few = new Float32Array(100);
    fillCounterNormal(few, 3, createNoiseKey(1, 2));
    expect(few).toBeAllclose(numbers.subarray(0, 100).map((x) => 3 * x));
  });
});
