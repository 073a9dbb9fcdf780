import { describe, expect, it } from 'vitest';
import { fromHalf, toHalf } from './half-float.ts';
import { createRandom } from './random.ts';

describe('half precision', () => {
  it('keeps every one of the 65,536 bit patterns', () => {
    const changed: number[] = [];
    for (let bits = 0; bits < 65536; bits++) {
      const value = fromHalf(bits);
      const back = toHalf(value);
      if (Number.isNaN(value) ? !Number.isNaN(fromHalf(back)) : back !== bits) changed.push(bits);
    }
    expect(changed).toEqual([]);
  });

  it('rounds to the nearest, within half a unit of the last of eleven bits', () => {
    const random = createRandom(1);
    for (let i = 0; i < 2000; i++) {
      const value = random.normal() * 10 ** (random.uniform() * 6 - 3);
      const error = Math.abs(fromHalf(toHalf(value)) - value);
      expect(error).toBeLessThanOrEqual(Math.max(Math.abs(value) * 2 ** -11, 2 ** -25) * (1 + 1e-6));
    }
  });

  it('leaves the range for infinity and ties for the even neighbour', () => {
    expect(fromHalf(toHalf(65520))).toBe(Infinity);
    expect(fromHalf(toHalf(65519))).toBe(65504);
    expect(fromHalf(toHalf(1 + 2 ** -11))).toBe(1);
    expect(fromHalf(toHalf(1 + 3 * 2 ** -11))).toBe(1 + 2 ** -9);
  });
});
