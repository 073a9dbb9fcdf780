import { describe, expect, it } from 'vitest';
import { SMALL_RADIO } from '../channel/testing/links.ts';
import { createEkf } from '../estimators/ekf/estimator.ts';
import { prepareScene } from '../propagation/prepared-scene.ts';
import { DEFAULT_TRACE, prepareSite } from '../propagation/trace.ts';
import { boxScene, siteAt } from '../propagation/testing/scenes.ts';
import type { RouteTable } from './base.ts';
import { createRouteReporter, momentsOf } from './route-reports.ts';

/** Two ways through a hall, 3 m/s, a sample every half second. */
const SAMPLES = 20;
const routes: RouteTable = {
  count: 2,
  offsets: Uint32Array.of(0, SAMPLES, 2 * SAMPLES),
  positions: Float64Array.from({ length: 6 * SAMPLES }, (_, at) => {
    const sample = Math.floor(at / 3);
    const along = 1.5 * (sample % SAMPLES);
    return [4 + along, sample < SAMPLES ? 6 : 14, 1.5][at % 3];
  }),
  times: Float64Array.from({ length: 2 * SAMPLES }, (_, sample) => 0.5 * (sample % SAMPLES)),
  routeOfUser: Int32Array.of(1, 0, -1),
  timeOfUser: Float64Array.of(9, 1, 0),
};
const at = (sample: number) =>
  [routes.positions[3 * sample], routes.positions[3 * sample + 1], routes.positions[3 * sample + 2]] as const;

describe('moments of a way', () => {
  it('are those up to the user, on its own way, the latest of many', () => {
    const moments = momentsOf(routes, 0, at(SAMPLES + 18));
    expect(moments?.times).toEqual(Float64Array.from({ length: 15 }, (_, i) => 2 + 0.5 * i));
    expect(moments?.positions.subarray(42)).toEqual(Float64Array.from(at(SAMPLES + 18)));
    expect(momentsOf(routes, 1, at(2))?.times).toEqual(Float64Array.of(0, 0.5, 1));
    // Led along since, and between two samples.
    const [x, y, z] = at(5);
    expect(momentsOf(routes, 1, [x + 0.6, y, z])?.times.at(-1)).toBe(2.5);
    expect(momentsOf(routes, 1, [x + 0.9, y, z])?.times.at(-1)).toBe(3);
  });

  it('are none for a user that stands alone, or was led away from its way', () => {
    expect(momentsOf(routes, 2, at(0))).toBeNull();
    expect(momentsOf(routes, 1, [at(2)[0], at(2)[1] + 2, 1.5])).toBeNull();
  });
});

describe('reports of a way', () => {
  it('let a filter find the user, the same for the same noise', async () => {
    const panel = { rows: 4, columns: 4, spacing: 0.5, pattern: 'iso' as const };
    const scene = boxScene({ minimum: [0, 0, 0], maximum: [40, 20, 6] });
    const sites = [
      { ...siteAt([0.5, 10, 5]), panel },
      { ...siteAt([39.5, 10, 5], 'iso', { azimuth: Math.PI, elevation: 0 }), panel },
    ];
    const radio = { ...SMALL_RADIO, carrierFrequency: 3.5e9, subcarrierSpacing: 720e3 };
    const world = {
      scene,
      sites,
      radio,
      paths: { ...DEFAULT_TRACE, frequency: 3.5e9, maximumReflections: 0 },
      noiseSeed: 3,
      snr: (snrDb: number) => ({ kind: 'imposed', rangeDb: [snrDb, snrDb] }) as const,
    };
    const prepared = prepareScene(scene);
    const report = createRouteReporter({ world, ends: sites.map((site) => prepareSite(prepared, site, world.paths)) });
    const moments = momentsOf(routes, 0, at(SAMPLES + 18));
    if (!moments) throw new Error('no way');
    const collect = (snrDb: number) => {
      const job = report(moments, 0, snrDb);
      const yielded: number[] = [];
      let step = job.next();
      for (; !step.done; step = job.next()) yielded.push(step.value);
      return { input: step.value, yielded };
    };
    const { input, yielded } = collect(15);
    expect(yielded).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
    const track = await createEkf().estimate(input);
    const truth = at(SAMPLES + 18);
    expect(Math.hypot(track[42] - truth[0], track[43] - truth[1])).toBeLessThan(0.3);
    expect(await createEkf().estimate(collect(15).input)).toEqual(track);
    expect(await createEkf().estimate(collect(5).input)).not.toEqual(track);
  });
});
