import { describe, expect, it } from 'vitest';
import { SMALL_RADIO } from '../channel/testing/links.ts';
import { createEkf } from '../estimators/ekf/estimator.ts';
import { boxScene, siteAt } from '../propagation/testing/scenes.ts';
import { DEFAULT_TRACE } from '../propagation/trace.ts';
import type { RouteTable } from './base.ts';
import { collectWays, followUsers } from './following.ts';
import { createPast } from './past.ts';
import { createPipeline } from './pipeline.ts';

/** A way through a hall, 3 m/s, a sample every half second, and two users on it. */
const SAMPLES = 20;
const positionOf = (sample: number): number[] => [4 + 1.5 * sample, 6, 1.5];
const routes: RouteTable = {
  count: 1,
  offsets: Uint32Array.of(0, SAMPLES),
  positions: Float64Array.from(Array.from({ length: SAMPLES }, (_, sample) => positionOf(sample)).flat()),
  times: Float64Array.from({ length: SAMPLES }, (_, sample) => 0.5 * sample),
  routeOfUser: Int32Array.of(0, 0),
  timeOfUser: Float64Array.of(9, 1),
};
const panel = { rows: 4, columns: 4, spacing: 0.5, pattern: 'iso' as const };
const world = {
  scene: boxScene({ minimum: [0, 0, 0], maximum: [40, 20, 6] }),
  sites: [
    { ...siteAt([0.5, 10, 5]), panel },
    { ...siteAt([39.5, 10, 5], 'iso', { azimuth: Math.PI, elevation: 0 }), panel },
  ],
  radio: { ...SMALL_RADIO, carrierFrequency: 3.5e9, subcarrierSpacing: 720e3 },
  paths: { ...DEFAULT_TRACE, frequency: 3.5e9, maximumReflections: 0 },
  noiseSeed: 3,
  snr: (snrDb: number) => ({ kind: 'imposed', rangeDb: [snrDb, snrDb] }) as const,
};
const open = () => {
  const users = { count: 2, positions: Float64Array.of(...positionOf(18), ...positionOf(2)) };
  const pipeline = createPipeline(world, users);
  return { pipeline, past: createPast(pipeline, routes) };
};

describe('the past of a user', () => {
  it('is what was heard at its latest samples, and at the end what was heard of itself', () => {
    const { pipeline, past } = open();
    pipeline.observe(0, 15);
    const [input] = collectWays(past, [0, 1], 15);
    expect(input?.count).toBe(15);
    expect(input?.tracks?.times).toEqual(Float64Array.from({ length: 15 }, (_, i) => 2 + 0.5 * i));
    for (const [site, { measurements }] of pipeline.reports(0, 1).entries()) {
      expect(input?.links[site].measurements.delay[14]).toBe(measurements.delay[0]);
      expect(new Set(input?.links[site].measurements.delay).size).toBe(15);
    }
    const window = past.windowOf(0);
    if (!window) throw new Error('no way');
    expect([...past.positions(window, 0).subarray(39)]).toEqual([...positionOf(17), ...positionOf(18)]);
  });

  it('stays as it was heard while the user goes on, and has channels to be read', () => {
    const { pipeline, past } = open();
    const look = () => {
      pipeline.observe(0, 15);
      const [input] = collectWays(past, [0, 1], 15);
      if (!input) throw new Error('no way');
      return input;
    };
    const before = look();
    const [x, y, z] = positionOf(19);
    pipeline.move(0, [x, y, z]);
    const after = look();
    for (const [site, { measurements }] of after.links.entries()) {
      expect([...measurements.delay.subarray(0, 13)]).toEqual([
        ...before.links[site].measurements.delay.subarray(1, 14),
      ]);
    }
    const [early, latest] = [0, 14].map((moment) => after.channels?.estimate(moment, 1)?.values.slice());
    expect(latest).toEqual(pipeline.signals(0, 1).leastSquares);
    expect(early).not.toEqual(latest);
  });

  it('lets a filter find users, the same for the same noise, and nobody who was led away', async () => {
    const find = async (snrDb: number, astray = false): Promise<Float32Array> => {
      const { pipeline, past } = open();
      if (astray) pipeline.move(1, [20, 15, 1.5]);
      for (const user of [0, 1]) pipeline.observe(user, snrDb);
      return followUsers(createEkf(), collectWays(past, [0, 2], snrDb));
    };
    const found = await find(15);
    for (const [user, sample] of [18, 2].entries()) {
      const [x, y] = positionOf(sample);
      expect(Math.hypot(found[3 * user] - x, found[3 * user + 1] - y)).toBeLessThan(0.5);
    }
    expect(await find(15)).toEqual(found);
    expect(await find(5)).not.toEqual(found);
    const [first, second] = [(await find(15, true)).slice(0, 3), (await find(15, true)).slice(3)];
    expect(first).toEqual(found.slice(0, 3));
    expect([...second]).toEqual([NaN, NaN, NaN]);
  });
});
