import { describe, expect, it } from 'vitest';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { apparentPositions, polarOf } from './apparent-position.ts';

describe('apparent position', () => {
  it('undoes polarOf', () => {
    const origin = [1, -2, 5] as const;
    for (const point of [
      [10, 3, 1],
      [-4, -20, 9],
      [1, 8, 5],
    ] as const) {
      const [azimuth, elevation, delay] = polarOf(point, origin);
      expect(apparentPositions(Float64Array.of(0, azimuth, elevation, delay, 0), origin)).toBeAllclose(point, {
        absolute: 1e-9,
      });
    }
  });

  it('measures azimuth from +x towards +y, elevation upwards, and delay in nanoseconds', () => {
    expect(polarOf([0, 3, 0], [0, 0, 0])).toBeAllclose([Math.PI / 2, 0, 3e9 / SPEED_OF_LIGHT]);
    expect(polarOf([0, 0, 2], [0, 0, 0])[1]).toBeCloseTo(Math.PI / 2, 12);
    expect(polarOf([1, 1, 1], [1, 1, 1])).toBeAllclose([0, 0, 0]);
  });
});
