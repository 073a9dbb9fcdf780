/** Channel synthesis and sounding on every device at hand against their twins in double precision. */
import { afterAll, describe, expect, it } from 'vitest';
import { createArena, readStorage } from '../compute/gpu/buffers.ts';
import { runSteps } from '../compute/gpu/kernel.ts';
import { devicesAtHand, expectParity } from '../compute/testing/devices.ts';
import { createNoiseKey, fillCounterNormal } from '../numerics/counter-noise.ts';
import { antennaCount } from './array.ts';
import { packPaths } from './pack-paths.ts';
import { pilotToneCount, RADIO_30GHZ } from './radio.ts';
import { createSounding } from './sounding-gpu.ts';
import { addPilots, meanChannelPower } from './sounding.ts';
import { soundingSequence } from './srs.ts';
import { synthesizeChannel } from './synthesize.ts';
import { createSynthesis } from './synthesize-gpu.ts';
import { handPaths, handSite, randomPaths, SMALL_RADIO } from './testing/links.ts';

describe.each(await devicesAtHand())('channel kernels on $name', ({ device }) => {
  afterAll(() => device.destroy());

  it.each([
    { what: 'the real panel and numerology', rows: 8, columns: 8, radio: RADIO_30GHZ, counts: [25], snr: 1 },
    {
      what: 'links with none, one and many paths',
      rows: 3,
      columns: 5,
      radio: SMALL_RADIO,
      counts: [0, 1, 40],
      snr: 10,
    },
    { what: 'no noise', rows: 2, columns: 2, radio: SMALL_RADIO, counts: [7, 3], snr: Infinity },
  ])('agree for $what', async ({ rows, columns, radio, counts, snr }) => {
    const site = handSite({ rows, columns });
    const links = counts.map((count) => (count === 0 ? handPaths() : randomPaths(count)));
    const values = antennaCount(site.panel) * pilotToneCount(radio);
    const { words, offsets, scales } = packPaths(links, site, radio);
    const keys = links.map((_, link) => createNoiseKey(5, link));
    const arena = createArena(device);
    const buffers = {
      paths: await arena.upload('paths', words),
      offsets: await arena.upload('offsets', offsets),
      channel: await arena.storage('channel', 8 * values * links.length),
      demands: await arena.upload('demands', Float32Array.from(links.flatMap(() => [1 / snr, 0]))),
      keys: await arena.upload('keys', Uint32Array.from(keys.flat())),
      powers: await arena.storage('powers', 4 * links.length),
      received: await arena.storage('received', 8 * values * radio.symbols * links.length),
    };
    const steps = [
      await createSynthesis(arena, site.panel, radio, buffers),
      ...(await createSounding(arena, site.panel, radio, buffers, links.length)),
    ];
    await runSteps(device, steps, links.length);
    const channels = new Float32Array(await readStorage(device, buffers.channel, 8 * values * links.length));
    const powers = new Float32Array(await readStorage(device, buffers.powers, 4 * links.length));
    const size = 2 * values * radio.symbols;
    const received = new Float32Array(await readStorage(device, buffers.received, 4 * size * links.length));
    arena.dispose();
    for (const [link, paths] of links.entries()) {
      const channel = synthesizeChannel(paths, site, radio).map((value) => value / scales[link]);
      const actual = channels.subarray(2 * values * link, 2 * values * (link + 1));
      const heard = received.subarray(size * link, size * (link + 1));
      if (paths.count === 0) {
        expect(actual.every((value) => value === 0)).toBe(true);
        expect(heard.every((value) => value === 0)).toBe(true);
        continue;
      }
      // Within single precision: a hundred times better than is asked for.
      expectParity(actual, channel, 2e-6);
      expectParity([powers[link]], [meanChannelPower(channel)], 2e-6);
      const expected = new Float32Array(size);
      const deviation = Math.sqrt(meanChannelPower(channel) / snr / 2);
      if (deviation > 0) fillCounterNormal(expected, deviation, keys[link]);
      addPilots(expected, channel, soundingSequence(radio));
      expectParity(heard, expected, 5e-6);
    }
  });
});
