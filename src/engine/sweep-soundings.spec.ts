import { describe, expect, it } from 'vitest';
import { SMALL_RADIO } from '../channel/testing/links.ts';
import { meanChannelPower } from '../channel/sounding.ts';
import { boxScene, siteAt } from '../propagation/testing/scenes.ts';
import { DEFAULT_TRACE } from '../propagation/trace.ts';
import { createPipeline } from './pipeline.ts';
import { createSounder } from './sweep-soundings.ts';
import type { World } from './world.ts';

const panel = { rows: 4, columns: 4, spacing: 0.5, pattern: 'iso' } as const;
const world: World = {
  scene: boxScene({ minimum: [0, 0, 0], maximum: [30, 20, 6] }),
  sites: [
    { ...siteAt([1, 10, 4]), panel },
    { ...siteAt([29, 10, 4]), panel },
  ],
  radio: { ...SMALL_RADIO, carrierFrequency: 3.5e9 },
  paths: { ...DEFAULT_TRACE, frequency: 3.5e9, maximumReflections: 1 },
  noiseSeed: 1,
  snr: (snrDb) => ({ kind: 'imposed', rangeDb: [snrDb, snrDb] }),
};
const pipeline = createPipeline(world, { count: 2, positions: Float64Array.of(12, 8, 1.5, 20, 5, 2) });
const users = [0, 1].map((user) => pipeline.observe(user, 10));
const { signal } = new AbortController();

/** Two draws of either user, measured on the processor, with nobody else about. */
function sounderOf(records = users) {
  return createSounder(
    { pipeline, preprocessing: { choice: () => ({ name: 'cpu', reason: '' }), giveUp: () => undefined } },
    {
      view: () => ({ name: 'cpu', reason: '' }),
      compute: (_, work) => work(),
      release: (free) => free(),
    },
    { next: () => Promise.resolve() },
    records,
    2,
    7,
  );
}

describe('soundings of a sweep', () => {
  it('have channels that are those of their reports, draw by draw and SNR by SNR', async () => {
    const sounder = sounderOf();
    for (const snrDb of [5, 20]) {
      const links = await sounder.sound(snrDb, () => undefined, signal);
      const channels = sounder.channels(snrDb);
      for (const [site, { measurements, snrDb: snrs }] of links.entries()) {
        expect([...snrs]).toBeAllclose([snrDb, snrDb, snrDb, snrDb], { absolute: 1e-9 });
        for (let row = 0; row < 4; row++) {
          const estimate = channels.estimate(row, site);
          // The power of the estimate is that of the report and of the noise that is left in it.
          const power = meanChannelPower(estimate?.values ?? new Float32Array()) - (estimate?.noisePower ?? NaN);
          expect(power / measurements.power[row]).toBeCloseTo(1, 6);
          expect(((estimate?.noisePower ?? NaN) * 2 * measurements.snr[row]) / measurements.power[row]).toBeCloseTo(
            1,
            6,
          );
        }
      }
      const [first, second] = [0, 1].map((row) => channels.estimate(row, 0)?.values.slice());
      expect(first).not.toEqual(second);
      expect(channels.estimate(0, 0)?.values).toEqual(first);
    }
    sounder.dispose();
  });

  it('have no channel where nothing arrives', () => {
    const silent = users.map((record) => ({
      ...record,
      links: record.links.map((link) => ({ ...link, paths: { ...link.paths, count: 0 } })),
    }));
    expect(sounderOf(silent).channels(10).estimate(0, 1)).toBeNull();
    expect(sounderOf().channels(-Infinity).estimate(0, 1)).toBeNull();
  });
});
