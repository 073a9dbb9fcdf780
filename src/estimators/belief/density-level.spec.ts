import { describe, expect, it } from 'vitest';
import { createRandom } from '../../numerics/random.ts';
import type { Hill } from './density-level.ts';
import { levelOnDensity } from './density-level.ts';

const hill: Hill = { x: 3, y: -1, xx: 4, xy: 1, yy: 2 };
const squaredAt = ({ x, y, xx, xy, yy }: Hill, px: number, py: number): number =>
  xx * (px - x) ** 2 + 2 * xy * (px - x) * (py - y) + yy * (py - y) ** 2;

describe('what a density believes', () => {
  it('is 1 − e^{−d²/2} for a Gaussian, from wherever it is looked at', () => {
    const elsewhere = { ...hill, x: 3.5, y: -0.5, xx: 1, xy: 0 };
    for (const [x, y] of [
      [3, -1],
      [3.4, -1.2],
      [2.5, 0],
      [4, 1],
    ]) {
      const level = levelOnDensity((px, py) => -squaredAt(hill, px, py) / 2, [hill, elsewhere], x, y, createRandom(2));
      expect(level).toBeCloseTo(1 - Math.exp(-squaredAt(hill, x, y) / 2), 1.3);
    }
  });

  it('knows that a second peak is likelier', () => {
    const other = { ...hill, x: 30 };
    const log = (x: number, y: number): number =>
      Math.log(0.8 * Math.exp(-squaredAt(hill, x, y) / 2) + 0.2 * Math.exp(-squaredAt(other, x, y) / 2) + 1e-300);
    // At the lower peak: all of the higher one above a quarter of its height.
    expect(levelOnDensity(log, [hill, other], 30, -1, createRandom(3))).toBeCloseTo(0.8 * 0.75, 1.3);
    expect(levelOnDensity(log, [], 0, 0, createRandom(3))).toBeNaN();
  });
});
