import { describe, expect, it } from 'vitest';
import { createRandom } from '../numerics/random.ts';
import { calibrationOf } from './calibration.ts';

describe('the calibration of a belief', () => {
  /** Levels of truths whose deviation is some factor of the one believed in, over two coordinates: 1 − e^{−d²/2}. */
  const levels = (factor: number): Float64Array => {
    const random = createRandom(8);
    return Float64Array.from({ length: 4000 }, () => {
      const [x, y] = [factor * random.normal(), factor * random.normal()];
      return 1 - Math.exp(-(x * x + y * y) / 2);
    });
  };

  it('is that of the levels where the belief is right', () => {
    const { count, region_50, region_90 } = calibrationOf(levels(1));
    expect(count).toBe(4000);
    // Three standard deviations of a share of 4,000.
    expect(Math.abs((region_50 ?? 0) - 0.5)).toBeLessThan(3 * Math.sqrt((0.5 * 0.5) / 4000));
    expect(Math.abs((region_90 ?? 0) - 0.9)).toBeLessThan(3 * Math.sqrt((0.9 * 0.1) / 4000));
  });

  it('falls short where it is too sure, and leaves out who has no belief', () => {
    // Of half the deviation that it should have: 1 − (1 − p)^{1/4}.
    const { region_50, region_90, count } = calibrationOf([...levels(2), NaN]);
    expect(count).toBe(4000);
    expect(region_50).toBeCloseTo(1 - 0.5 ** 0.25, 1.5);
    expect(region_90).toBeCloseTo(1 - 0.1 ** 0.25, 1.5);
    expect(calibrationOf([NaN])).toEqual({ count: 0, region_50: null, region_90: null });
  });
});
