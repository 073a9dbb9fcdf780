import { describe, expect, it } from 'vitest';
import { dirichlet } from './dirichlet.ts';

describe('dirichlet', () => {
  it.each([1, 4, 7, 816])('is the mean of the phasors of %i samples about their middle', (count) => {
    const places = [0, 0.3, 1, -2.7, count, 2.5 * count, -3 * count, count + 1e-10];
    const sums = places.map((y) => {
      let sum = 0;
      for (let n = 0; n < count; n++) sum += Math.cos((2 * Math.PI * (n - (count - 1) / 2) * y) / count);
      return sum / count;
    });
    expect(places.map((y) => dirichlet(y, count))).toBeAllclose(sums, { absolute: 1e-7 });
  });
});
