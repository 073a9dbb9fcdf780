import { describe, expect, it } from 'vitest';
import type { UserLimit } from '../../engine/frontend.ts';
import { ellipseLines, ellipseMagnification, magnificationOf } from './limit-ellipse.ts';

const bounds = { minimum: [0, 0, 0], maximum: [30, 75, 8] };
const ellipse = { semiMajor: 0.5, semiMinor: 0.2, azimuth: Math.PI / 2 };
const limit: UserLimit = {
  user: 0,
  together: { kind: 'bound', positionError: 0.6, horizontalError: 0.54, verticalError: 0.2, ellipse },
  alone: [],
};

describe('the ellipse of the limit', () => {
  it('is enlarged in round steps until it is seen beside the scene, and not without end', () => {
    // 95 % of a plane normal lie within 2.448 standard deviations; three metres of 75 are seen.
    expect(ellipseMagnification(1.23, 75)).toBe(1);
    expect(ellipseMagnification(1.22, 75)).toBe(2);
    expect(ellipseMagnification(0.1, 75)).toBe(20);
    expect(ellipseMagnification(1e-9, 75)).toBe(1000);
  });

  it('has its true size on demand, and none where there is no bound', () => {
    expect(magnificationOf(limit, bounds, false)).toBe(5);
    const small = { ...limit, together: { ...limit.together, ellipse: { ...ellipse, semiMajor: 0.04 } } } as UserLimit;
    expect(magnificationOf(small, bounds, false)).toBe(50);
    expect(magnificationOf(small, bounds, true)).toBe(1);
    expect(magnificationOf({ ...limit, together: { kind: 'no-bound', reason: 'no-path' } }, bounds, false)).toBeNull();
    expect(magnificationOf(null, bounds, false)).toBeNull();
  });

  it('is dashed around the user at its height, at the distance that holds 95 %', () => {
    const { count, sources, targets } = ellipseLines(ellipse, [10, 20, 1.5], 2);
    expect(count).toBe(24);
    for (const ends of [sources, targets]) {
      for (let dash = 0; dash < count; dash++) {
        const [x, y, z] = ends.subarray(3 * dash);
        // Its longer axis points north.
        const distance = Math.hypot((y - 20) / (2 * 0.5), (x - 10) / (2 * 0.2));
        expect(distance).toBeCloseTo(Math.sqrt(-2 * Math.log(0.05)), 4);
        expect(z).toBe(1.5);
      }
    }
    // A gap follows each dash.
    expect([...targets.subarray(0, 2)]).not.toEqual([...sources.subarray(3, 5)]);
  });
});
