import { describe, expect, it } from 'vitest';
import { PICK_RADIUS, pickNearest } from './pick.ts';

/** A picture from straight above, ten pixels a metre. */
const viewport = { project: ([x, y]: number[]) => [10 * x, 10 * y] };
const truth = Float64Array.from([1, 1, 0, 2, 1, 0, 9, 9, 2]);

describe('pickNearest', () => {
  it('finds the nearest mark within reach', () => {
    expect(pickNearest(viewport, truth, 12, 10, null)).toBe(0);
    expect(pickNearest(viewport, truth, 17, 10, null)).toBe(1);
    expect(pickNearest(viewport, truth, 90 + PICK_RADIUS + 1, 90, null)).toBeNull();
  });

  it('prefers the selected user where marks crowd', () => {
    expect(pickNearest(viewport, truth, 13, 10, 1)).toBe(1);
  });
});
