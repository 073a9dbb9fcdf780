import { describe, expect, it } from 'vitest';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import { completeTable } from '../../measurement/testing/tables.ts';
import type { Site } from '../../scene/sites.ts';
import { CITY_SITES, reportsOf } from '../testing/reports.ts';
import { createToaAoa } from './estimator.ts';

const site: Site = {
  name: 'corner',
  position: [10, -5, 4],
  orientation: { azimuth: 0, elevation: 0 },
  panel: { rows: 8, columns: 8, spacing: 0.5, pattern: 'iso' },
};

describe('TOA + AOA', () => {
  it('finds users from perfect reports, and nobody from none', async () => {
    const users = [
      [13, -1, 1],
      [10, 8, 9],
      [-20, -30, 0.5],
    ];
    const column = (of: (x: number, y: number, z: number) => number): Float64Array =>
      Float64Array.from([...users.map(([x, y, z]) => of(x - 10, y + 5, z - 4)), NaN]);
    const measurements = completeTable({
      count: 4,
      snr: column(() => 1),
      azimuth: column((x, y) => Math.atan2(y, x)),
      elevation: column((x, y, z) => Math.atan2(z, Math.hypot(x, y))),
      delay: column((x, y, z) => Math.hypot(x, y, z) / SPEED_OF_LIGHT),
      power: column(() => 1),
    });
    const positions = await createToaAoa().estimate({ count: 4, links: [{ site, measurements }] });
    expect(positions.subarray(0, 9)).toBeAllclose(users.flat(), { relative: 1e-6 });
    expect(positions.subarray(9).every(Number.isNaN)).toBe(true);
  });

  it('asks the site in sight, not the one with the highest SNR', async () => {
    const user = [60, 25, 1.5] as const;
    const input = reportsOf([user], CITY_SITES.slice(0, 3));
    const [detour, , silent] = input.links.map(({ measurements }) => measurements);
    detour.delay[0] += 40 / SPEED_OF_LIGHT;
    detour.firstDelay[0] = detour.delay[0];
    detour.azimuth[0] += 0.3;
    detour.power[0] /= 300;
    detour.snr[0] *= 100;
    silent.snr[0] = NaN;
    expect(await createToaAoa().estimate(input)).toBeAllclose(user, { relative: 1e-5 });
  });
});
