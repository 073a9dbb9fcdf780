/** Delay–angle fingerprints on every device at hand against their twins. */
import { afterAll, describe, it } from 'vitest';
import { pilotToneCount, RADIO_3_5GHZ } from '../channel/radio.ts';
import { handSite, SMALL_RADIO } from '../channel/testing/links.ts';
import { createArena, readStorage } from '../compute/gpu/buffers.ts';
import { runSteps } from '../compute/gpu/kernel.ts';
import { devicesAtHand, expectParity } from '../compute/testing/devices.ts';
import { createRandom } from '../numerics/random.ts';
import { createFingerprints } from './delay-angle-fingerprint-gpu.ts';
import { delayAngleFingerprint } from './delay-angle-fingerprint.ts';

describe.each(await devicesAtHand())('fingerprints on $name', ({ device }) => {
  afterAll(() => device.destroy());

  it.each([
    { rows: 8, columns: 8, radio: RADIO_3_5GHZ, firsts: [-8], count: 128 },
    { rows: 3, columns: 5, radio: SMALL_RADIO, firsts: [0, 30, -100], count: 9 },
    { rows: 1, columns: 6, radio: SMALL_RADIO, firsts: [2, 3], count: 36 },
    { rows: 2, columns: 1, radio: SMALL_RADIO, firsts: [5], count: 30 },
  ])('agree for $rows×$columns elements and $count taps', async ({ rows, columns, radio, firsts, count }) => {
    const { panel } = handSite({ rows, columns });
    const tones = pilotToneCount(radio);
    const size = 2 * rows * columns * tones;
    const links = firsts.length;
    const estimates = new Float32Array(size * links);
    createRandom(rows).fillNormal(estimates, 1);
    const arena = createArena(device);
    const kept = 2 * rows * columns * count;
    const buffers = {
      estimate: await arena.upload('estimates', estimates),
      firsts: await arena.upload('first taps', Int32Array.from(firsts)),
      fingerprint: await arena.storage('fingerprints', 4 * kept * links),
    };
    await runSteps(device, await createFingerprints(arena, { panel, tones, count, capacity: links }, buffers), links);
    const actual = new Float32Array(await readStorage(device, buffers.fingerprint, 4 * kept * links));
    arena.dispose();
    for (const [link, first] of firsts.entries()) {
      const estimate = estimates.subarray(size * link, size * (link + 1));
      const expected = delayAngleFingerprint(estimate, panel, { first, count });
      expectParity(actual.subarray(kept * link, kept * (link + 1)), expected, 5e-6);
    }
  });
});
