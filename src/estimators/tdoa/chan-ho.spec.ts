import { describe, expect, it } from 'vitest';
import { createRandom } from '../../numerics/random.ts';
import type { Vector3 } from '../../scene/scene.ts';
import { CITY_SITES, cramerRaoBound } from '../testing/reports.ts';
import { locateByDifferences } from './chan-ho.ts';

const positions = CITY_SITES.map(({ position }) => position);

function differencesFrom(user: Vector3, deviation = 0, random = createRandom(3)): number[] {
  const ranges = positions.map(
    ([x, y, z]) => Math.hypot(user[0] - x, user[1] - y, user[2] - z) + deviation * random.normal(),
  );
  return ranges.map((range) => range - ranges[0]);
}

describe('closed form of Chan and Ho', () => {
  it('is exact for exact differences', () => {
    const user: Vector3 = [120, -70, 1.5];
    const fix = locateByDifferences(positions, differencesFrom(user), user[2]);
    expect([fix?.x ?? NaN, fix?.y ?? NaN]).toBeAllclose([120, -70], { absolute: 1e-6 });
    expect(fix?.range).toBeCloseTo(Math.hypot(400, 190, 23.5), 6);
  });

  it('alone comes within a few per cent of the Cramér–Rao bound, as the paper shows', () => {
    const user: Vector3 = [-60, 120, 1.5];
    const random = createRandom(4);
    const runs = 1000;
    let sum = 0;
    for (let run = 0; run < runs; run++) {
      const fix = locateByDifferences(positions, differencesFrom(user, 0.3, random), user[2]);
      sum += ((fix?.x ?? NaN) - user[0]) ** 2 + ((fix?.y ?? NaN) - user[1]) ** 2;
    }
    const ratio = Math.sqrt(sum / runs) / cramerRaoBound('tdoa', user, CITY_SITES, 0.3);
    expect(ratio).toBeGreaterThan(0.93);
    expect(ratio).toBeLessThan(1.1);
  });

  it('refuses sites in a line', () => {
    const line: Vector3[] = [0, 1, 2, 3].map((i) => [100 * i, 50 * i, 20]);
    expect(locateByDifferences(line, [0, 10, 30, 80], 1)).toBeNull();
    expect(locateByDifferences(line.slice(0, 3), [0, 10, 30], 1)).toBeNull();
    expect(locateByDifferences(line.slice(0, 2), [0, 10], 1)).toBeNull();
  });
});
