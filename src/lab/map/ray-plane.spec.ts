import { describe, expect, it } from 'vitest';
import { clampToBounds, intersectHorizontalPlane } from './ray-plane.ts';

describe('intersectHorizontalPlane', () => {
  it('meets the plane where a slanted ray must', () => {
    expect(intersectHorizontalPlane([0, 0, 10], [1, 2, 9], 5)).toEqual([5, 10, 5]);
  });

  it('has no answer for a level ray or a plane behind the eye', () => {
    expect(intersectHorizontalPlane([0, 0, 10], [1, 0, 10], 5)).toBeNull();
    expect(intersectHorizontalPlane([0, 0, 10], [1, 0, 11], 5)).toBeNull();
  });
});

describe('clampToBounds', () => {
  it('keeps a margin to every side', () => {
    const bounds = { minimum: [0, 0, 0], maximum: [60, 40, 6] } as const;
    expect(clampToBounds([-5, 99, 1.5], bounds)).toEqual([0.1, 39.9, 1.5]);
  });
});
