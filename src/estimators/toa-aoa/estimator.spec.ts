import { describe, expect, it } from 'vitest';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import type { MeasurementTable } from '../../measurement/report.ts';
import { completeTable } from '../../measurement/testing/tables.ts';
import type { Site } from '../../scene/sites.ts';
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

  it('asks the site that hears the user best', async () => {
    const report = (snr: number, delay: number): MeasurementTable =>
      completeTable({
        count: 1,
        snr: Float64Array.of(snr),
        azimuth: Float64Array.of(0),
        elevation: Float64Array.of(0),
        delay: Float64Array.of(delay),
        power: Float64Array.of(1),
      });
    const far = { ...site, position: [100, 0, 4] as const };
    const links = [
      { site, measurements: report(2, 1e-7) },
      { site: far, measurements: report(3, 1e-8) },
      { site, measurements: report(NaN, NaN) },
    ];
    const positions = await createToaAoa().estimate({ count: 1, links });
    expect(positions).toBeAllclose([100 + SPEED_OF_LIGHT * 1e-8, 0, 4], { relative: 1e-6 });
  });
});
