import { describe, expect, it } from 'vitest';
import { createRandom } from '../../numerics/random.ts';
import { levelAmongSamples, momentsOf } from './sample-level.ts';

describe('what a cloud of samples believes', () => {
  const random = createRandom(12);
  /** Draws of a stretched, turned Gaussian. */
  const draw = (count: number): Float64Array => {
    const values = new Float64Array(2 * count);
    for (let i = 0; i < count; i++) {
      const [a, b] = [3 * random.normal(), 0.5 * random.normal()];
      values.set([7 + 0.8 * a - 0.6 * b, -2 + 0.6 * a + 0.8 * b], 2 * i);
    }
    return values;
  };

  it('has the moments of what it is drawn from', () => {
    const { mean, precision } = momentsOf(draw(20_000));
    expect(mean).toBeAllclose([7, -2], { absolute: 0.1 });
    const [a, b] = [1 / 9, 4];
    const expected = [0.64 * a + 0.36 * b, 0.48 * (a - b), 0.36 * a + 0.64 * b];
    expect(precision).toBeAllclose(expected, { absolute: 0.08 });
  });

  it('gives the levels of truths from the same source evenly', () => {
    const levels = Array.from({ length: 4000 }, () =>
      levelAmongSamples(draw(19), ...(draw(1) as unknown as [number, number])),
    );
    // Of twenty places that a crowd of nineteen leaves, ten are in its inner half; three deviations of so many draws either way.
    const share = (limit: number): number => levels.filter((level) => level <= limit).length / levels.length;
    expect(Math.abs(share(0.5) - 0.5)).toBeLessThan(3 * Math.sqrt(0.25 / 4000));
    expect(Math.abs(share(0.9) - 0.9)).toBeLessThan(3 * Math.sqrt(0.09 / 4000));
    expect(levelAmongSamples([1, 2, 3, 4], 1, 2)).toBeNaN();
  });
});
