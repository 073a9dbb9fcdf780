/** What becomes of a link without any noise at all, which no sounding in single precision has: the sums are written by hand. */
import { afterAll, describe, expect, it } from 'vitest';
import { handSite, SMALL_RADIO } from '../channel/testing/links.ts';
import { createArena, readStorage } from '../compute/gpu/buffers.ts';
import { runSteps } from '../compute/gpu/kernel.ts';
import { devicesAtHand } from '../compute/testing/devices.ts';
import { pilotToneCount } from '../channel/radio.ts';
import { createReports, RAW_VALUES } from './reports-gpu.ts';
import { snrFromSums } from './snr.ts';

describe.each(await devicesAtHand())('reports on $name', ({ device }) => {
  afterAll(() => device.destroy());

  it('are there without noise, and are not without a signal', async () => {
    const tones = pilotToneCount(SMALL_RADIO);
    // Mean power, scatter, Σ(1 − w)²·P and Σw: some noise, none, and noise alone.
    const sums = [
      [1, 0.01, 0.02 * tones, 0.5 * tones],
      [1, 0, 0, tones],
      [0.01, 0.04, 0.01 * tones, 0],
    ];
    const arena = createArena(device);
    const links = sums.length;
    const raw = await arena.storage('raw', 4 * RAW_VALUES * links);
    const valid = await arena.storage('valid', 4 * links);
    const found = {
      sums: await arena.upload('sums', Float32Array.from(sums.flat())),
      peaks: await arena.upload('peaks', new Uint32Array(4 * links)),
      arrivals: await arena.upload('arrivals', Uint32Array.from(sums.flatMap(() => [0, 0, 1, 0]))),
    };
    const scalesDb = await arena.upload('scales', new Float32Array(links));
    await runSteps(
      device,
      [await createReports(arena, handSite(), SMALL_RADIO, found, { scalesDb, raw, valid })],
      links,
    );
    const values = new Float32Array(await readStorage(device, raw, 4 * RAW_VALUES * links));
    const isThere = new Uint32Array(await readStorage(device, valid, 4 * links));
    arena.dispose();
    const expected = sums.map(([power, scatter, residual, kept]) =>
      snrFromSums(power, scatter, residual / tones, kept / tones, SMALL_RADIO.symbols),
    );
    expect([...isThere]).toEqual(expected.map(({ snr }) => Number(snr > 0)));
    expect(values[0]).toBeCloseTo(10 * Math.log10(expected[0].snr), 4);
    expect(expected[1].snr).toBe(Infinity);
    // Beyond every range that a network was trained in, as infinity is.
    expect(values[RAW_VALUES]).toBeGreaterThan(1e38);
    expect([...values.subarray(2 * RAW_VALUES)]).toEqual([0, 0, 0, 0, 0]);
  });
});
