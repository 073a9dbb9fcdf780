import { describe, expect, it } from 'vitest';
import { SMALL_RADIO } from '../channel/testing/links.ts';
import type { EstimatorInput } from './estimator.ts';
import { partOfInput } from './part-of-input.ts';
import { CITY_SITES, reportsOf } from './testing/reports.ts';
import { createToa } from './toa/estimator.ts';

describe('a part of an input', () => {
  const whole: EstimatorInput = {
    ...reportsOf(
      [
        [10, 20, 1.5],
        [-40, 60, 1.5],
        [70, -30, 2],
        [5, -80, 1],
      ],
      CITY_SITES,
    ),
    tracks: { trajectories: Int32Array.of(0, 0, 1, 1), times: Float64Array.of(0, 1, 0, 1) },
    starts: Float32Array.from({ length: 12 }, (_, i) => i),
    channels: {
      radio: SMALL_RADIO,
      estimate: (user, site) => ({ values: Float32Array.of(user, site), noisePower: 1 }),
    },
  };

  it('is found where the whole is', async () => {
    const all = await createToa().estimate(whole);
    expect([...all].every(Number.isFinite)).toBe(true);
    expect(await createToa().estimate(partOfInput(whole, 1, 2))).toEqual(all.slice(3, 9));
  });

  it('has the moments, the fixes to start from and the channels of its users', () => {
    const part = partOfInput(whole, 2, 2);
    expect(part.count).toBe(2);
    expect(part.heights).toEqual(Float64Array.of(2, 1));
    expect(part.tracks).toEqual({ trajectories: Int32Array.of(1, 1), times: Float64Array.of(0, 1) });
    expect(part.starts).toEqual(Float32Array.of(6, 7, 8, 9, 10, 11));
    expect(part.channels?.estimate(1, 4)?.values).toEqual(Float32Array.of(3, 4));
  });
});
