import { describe, expect, it } from 'vitest';
import { SMALL_RADIO } from '../channel/testing/links.ts';
import type { LinkSource } from '../datasets/links.ts';
import { measureUsers } from '../datasets/measure-users.ts';
import type { Estimator } from '../estimators/estimator.ts';
import { createToaAoa } from '../estimators/toa-aoa/estimator.ts';
import { createToa } from '../estimators/toa/estimator.ts';
import type { PathTable } from '../propagation/path-table.ts';
import { prepareScene } from '../propagation/prepared-scene.ts';
import { boxScene, siteAt } from '../propagation/testing/scenes.ts';
import { prepareSite, tracePaths } from '../propagation/trace.ts';
import { createPositionErrorBound } from './bounds/position-error-bound.ts';
import type { SweepPoint, SweepSetup } from './snr-sweep.ts';
import { sweepSnr } from './snr-sweep.ts';

/** 36 tones over 103 MHz, five times as fine as the hall is long. */
const radio = { ...SMALL_RADIO, carrierFrequency: 3.5e9, subcarrierSpacing: 720e3, delayBins: 512 };
const site = {
  ...siteAt([1, 10, 4], 'iso', { azimuth: 0, elevation: -0.2 }),
  panel: { rows: 4, columns: 4, spacing: 0.5, pattern: 'iso' as const },
};
const prepared = prepareScene(boxScene({ minimum: [0, 0, 0], maximum: [30, 20, 6] }));
const end = prepareSite(prepared, site, { frequency: radio.carrierFrequency, maximumReflections: 0 });
const positions = Float64Array.of(8, 9, 1.5, 14, 14, 2, 20, 6, 1, 25, 11, 3);
const tables: readonly PathTable[] = [0, 1, 2, 3].map((user) =>
  tracePaths(end, [positions[3 * user], positions[3 * user + 1], positions[3 * user + 2]]),
);
const source: LinkSource = { count: 4, radio, sites: [site], paths: (user) => tables[user] };
const boundOf = createPositionErrorBound({
  sites: [site],
  radio,
  gains: 'unknown-per-path',
  dimensions: 3,
  edges: null,
});

/** Sounds all users so many times, and stops for a signal between two of them. */
const soundBy =
  (draws: number, seed: number, signal?: AbortSignal): SweepSetup['sound'] =>
  (snrDb, onProgress) => {
    const job = measureUsers(source, { draws, snr: { kind: 'imposed', rangeDb: [snrDb, snrDb] }, seeds: [seed] });
    let step = job.next();
    for (; !step.done; step = job.next()) {
      onProgress(step.value * draws);
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
    }
    return Promise.resolve(step.value.links);
  };

const setup: SweepSetup = {
  sites: [site],
  radio,
  positions,
  snrsDb: [0, 10, 20],
  sound: soundBy(40, 5),
  draws: 40,
  seed: 5,
  estimators: [{ id: 'toa-aoa', estimator: createToaAoa(), dimensions: 3 }],
  bound: (user, [snrDb]) => boundOf([{ paths: tables[user], snrDb }]),
};

describe('error against SNR', () => {
  it('falls as one over the root of the SNR, a little above the bound, on a line of sight', async () => {
    const seen: SweepPoint[] = [];
    const steps: number[] = [];
    const points = await sweepSnr(setup, {
      onPoint: (point) => seen.push(point),
      onProgress: (done, total) => steps.push(done / total),
    });
    expect(seen).toEqual(points);
    expect(steps).toEqual(Array.from({ length: 12 }, (_, i) => (i + 1) / 12));
    const rmse = points.map(({ curves }) => curves[0].rmse ?? NaN);
    expect(rmse[0] / rmse[1]).toBeCloseTo(Math.sqrt(10), 0);
    expect(rmse[1] / rmse[2]).toBeCloseTo(Math.sqrt(10), 0);
    points.forEach(({ curves: [{ low, high, withFix }], bound }, i) => {
      expect(withFix).toBe(1);
      expect(low).toBeLessThan(rmse[i]);
      expect(high).toBeGreaterThan(rmse[i]);
      // 160 draws know a root mean square to 6 %.
      expect(rmse[i] / (bound ?? NaN)).toBeGreaterThan(0.85);
      expect(rmse[i] / (bound ?? NaN)).toBeLessThan(1.4);
    });
  });

  it('is the same for the same seed, and tells estimators that find nobody', async () => {
    const short = {
      ...setup,
      snrsDb: [10],
      draws: 5,
      sound: soundBy(5, 5),
      bound: undefined,
      estimators: [...setup.estimators, { id: 'toa', estimator: createToa(), dimensions: 2 as const }],
    };
    const [first] = await sweepSnr(short);
    expect(await sweepSnr(short)).toEqual([first]);
    expect(await sweepSnr({ ...short, sound: soundBy(5, 6) })).not.toEqual([first]);
    expect(first.bound).toBeNull();
    expect(first.curves[1]).toEqual({ id: 'toa', rmse: null, low: null, high: null, withFix: 0 });
  });

  it('hands the channels of each SNR, row by row as it was sounded, to whoever reads them', async () => {
    const asked: number[] = [];
    const reader: Estimator = {
      ...createToaAoa(),
      estimate({ count, channels }) {
        for (let row = 0; row < count; row++) asked.push(channels?.estimate(row, 0)?.noisePower ?? NaN);
        return Promise.resolve(new Float32Array(3 * count).fill(NaN));
      },
    };
    await sweepSnr({
      ...setup,
      snrsDb: [0, 10],
      draws: 2,
      sound: soundBy(2, 5),
      channels: (snrDb) => ({
        radio,
        estimate: (row) => ({ values: new Float32Array(), noisePower: 100 * snrDb + row }),
      }),
      estimators: [{ id: 'reader', estimator: reader, dimensions: 3 }],
    });
    expect(asked).toEqual([0, 1000].flatMap((offset) => Array.from({ length: 8 }, (_, row) => offset + row)));
  });

  it('finds nobody at −∞ dB, and everybody to the last millimetre at +∞', async () => {
    const [none, all] = await sweepSnr({ ...setup, snrsDb: [-Infinity, Infinity], sound: soundBy(1, 5), draws: 1 });
    expect(none).toMatchObject({ bound: null, curves: [{ rmse: null, withFix: 0 }] });
    expect(all.curves[0].rmse).toBeLessThan(1e-3);
    expect(all.bound).toBeNull();
  });

  it('stops where it is told to', async () => {
    const controller = new AbortController();
    let steps = 0;
    const sweep = sweepSnr(
      { ...setup, draws: 1, sound: soundBy(1, 5, controller.signal) },
      {
        signal: controller.signal,
        onProgress: () => {
          if (++steps === 5) controller.abort(new Error('enough'));
        },
      },
    );
    await expect(sweep).rejects.toThrow('enough');
    expect(steps).toBe(5);
  });
});
