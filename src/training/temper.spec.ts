import { describe, expect, it } from 'vitest';
import { createRandom } from '../numerics/random.ts';
import { findTemper } from './temper.ts';

describe('findTemper', () => {
  /** Truths that are Gaussian about the middle of a density that takes them for `sure` times nearer than they are. */
  const levelsAt =
    (sure: number) =>
    (temper: number): Float64Array => {
      const random = createRandom(7);
      return Float64Array.from({ length: 4000 }, () => {
        const squared = random.normal() ** 2 + random.normal() ** 2;
        return 1 - Math.exp((-temper * sure ** 2 * squared) / 2);
      });
    };

  it('finds by how much a density is too sure, or not sure enough', () => {
    // A Gaussian to the power t has t times its precision.
    expect(findTemper(levelsAt(2))).toBeCloseTo(1 / 4, 1);
    expect(findTemper(levelsAt(5))).toBeCloseTo(1 / 25, 2);
    expect(findTemper(levelsAt(0.8))).toBeCloseTo(1 / 0.64, 1);
    const levels = levelsAt(3)(findTemper(levelsAt(3)));
    expect(levels.filter((level) => level <= 0.9).length / levels.length).toBeCloseTo(0.9, 2);
  });

  it('leaves a density alone of which nobody has a level', () => {
    expect(findTemper(() => Float64Array.of(NaN))).toBe(1);
  });
});
