import { describe, expect, it } from 'vitest';
import { createRandom } from '../numerics/random.ts';
import { createKeptNoise } from './kept-noise.ts';

const SEED = 41;
const drawn = (user: number, length: number, deviation: number): Float32Array => {
  const target = new Float32Array(length);
  createRandom(SEED, user).fillNormal(target, deviation);
  return target;
};

describe('createKeptNoise', () => {
  it('gives the numbers of the user’s own stream to the bit, at any strength and in any order of users', () => {
    const noiseOf = createKeptNoise((user) => createRandom(SEED, user));
    for (const [user, length, deviation] of [
      [3, 5000, 0.7],
      [3, 5000, 1e-9],
      [4, 5000, 0.7],
      [4, 800, 2.5],
      [3, 5000, 0.3],
    ] as const) {
      const target = new Float32Array(length);
      noiseOf(user).fillNormal(target, deviation);
      expect(target).toEqual(drawn(user, length, deviation));
    }
  });
});
