import { describe, expect, it } from 'vitest';
import { clampToBounds, intersectPlane } from './ray-plane.ts';

describe('intersectPlane', () => {
  const up = [0, 0, 1] as const;

  it('meets the plane where a slanted ray must, level or upright', () => {
    expect(intersectPlane([0, 0, 10], [1, 2, 9], [7, 7, 5], up)).toEqual([5, 10, 5]);
    expect(intersectPlane([0, 0, 10], [1, 2, 9], [4, 0, 0], [1, 0, 0])).toEqual([4, 8, 6]);
    expect(intersectPlane([0, 0, 10], [1, 2, 9], [4, 0, 0], [-3, 0, 0])).toEqual([4, 8, 6]);
  });

  it('has no answer for a ray along the plane or a plane behind the eye', () => {
    expect(intersectPlane([0, 0, 10], [1, 0, 10], [0, 0, 5], up)).toBeNull();
    expect(intersectPlane([0, 0, 10], [1, 0, 11], [0, 0, 5], up)).toBeNull();
  });
});

describe('clampToBounds', () => {
  it('keeps a margin to every side', () => {
    const bounds = { minimum: [0, 0, 0], maximum: [60, 40, 6] } as const;
    expect(clampToBounds([-5, 99, 1.5], bounds)).toEqual([0.1, 39.9, 1.5]);
  });
});
