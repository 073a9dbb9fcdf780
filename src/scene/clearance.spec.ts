import { describe, expect, it } from 'vitest';
import { createRandom } from '../numerics/random.ts';
import { createClearanceTest } from './clearance.ts';
import { buildFactory } from './factory.ts';
import { buildHighway } from './highway.ts';
import type { Vector3 } from './scene.ts';
import { createClearance } from './testing/clearance.ts';

describe('createClearanceTest', () => {
  it.each([
    ['the factory', buildFactory()],
    ['the highway', buildHighway()],
  ])('says of any place in and around %s what a look at every surface says', (_, scene) => {
    const clearance = createClearance(scene);
    const random = createRandom(3);
    const { minimum, maximum } = scene.bounds;
    for (const distance of [0.3, 2]) {
      const isClear = createClearanceTest(scene, distance);
      let clear = 0;
      for (let i = 0; i < 400; i++) {
        const draw = (axis: 0 | 1 | 2): number =>
          minimum[axis] - 3 + (maximum[axis] - minimum[axis] + 6) * random.uniform();
        const point: Vector3 = [draw(0), draw(1), draw(2)];
        expect(isClear(point)).toBe(clearance(point) >= distance);
        if (isClear(point)) clear++;
      }
      expect(clear).toBeGreaterThan(40);
      expect(clear).toBeLessThan(400);
    }
  });
});
