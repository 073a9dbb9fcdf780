import { describe, expect, it } from 'vitest';
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { polarOf } from './apparent-position.ts';
import { GEOMETRIC_FEATURES, geometricFixes, writeGeometricFeatures } from './geometric-fix.ts';

const reference = { origin: [0.2, 20, 5], minimum: [2, 2, 0.5], maximum: [58, 38, 2.5] } as const;

/** A report of a lone path in free space from a point. */
const report = (point: readonly [number, number, number]): number[] => [3, ...polarOf(point, reference.origin), -80];

describe('geometricFixes', () => {
  it('finds a user inside the region exactly', () => {
    const users = [
      [10, 12, 1.5],
      [57, 3, 0.6],
      [2.5, 37, 2.4],
    ] as const;
    const fixes = geometricFixes(Float64Array.from(users.flatMap(report)), reference);
    expect(fixes).toBeAllclose(users.flat(), { absolute: 1e-9 });
  });

  it('keeps range and azimuth where the elevation leads out of the region', () => {
    const [, azimuth, , delay] = report([40, 25, 1.5]);
    for (const elevation of [-0.4, 0.3]) {
      const [x, y, z] = geometricFixes(Float64Array.of(3, azimuth, elevation, delay, -80), reference);
      expect(z).toBe(elevation < 0 ? 0.5 : 2.5);
      expect(Math.hypot(x - 0.2, y - 20, z - 5)).toBeCloseTo((SPEED_OF_LIGHT * delay) / 1e9, 9);
      expect(Math.atan2(y - 20, x - 0.2)).toBeCloseTo(azimuth, 12);
    }
  });

  it('holds mirror images to the region, and keeps NaN', () => {
    const fixes = geometricFixes(
      Float64Array.from([...report([30, -15, 1]), ...new Array<number>(5).fill(NaN)]),
      reference,
    );
    expect(fixes[1]).toBe(2);
    expect([...fixes.subarray(3)].every(Number.isNaN)).toBe(true);
  });
});

describe('writeGeometricFeatures', () => {
  it('says what the names say', () => {
    const target = new Float64Array(GEOMETRIC_FEATURES.length);
    writeGeometricFeatures(Float64Array.from(report([30, -15, 1])), reference, target);
    const named = Object.fromEntries(GEOMETRIC_FEATURES.map(([name], i) => [name, target[i]]));
    const range = Math.hypot(29.8, 35, 4);
    expect(named['apparent y']).toBeCloseTo(-15, 9);
    expect(named['y in the region']).toBe(2);
    expect(named['tanh Δy']).toBeCloseTo(-1, 9);
    expect(named['tanh Δz']).toBeCloseTo(0, 9);
    expect(named['power over free space']).toBeCloseTo(-80 + 20 * Math.log10(range), 9);
    expect(named['ln range']).toBeCloseTo(Math.log(range), 9);
  });
});
