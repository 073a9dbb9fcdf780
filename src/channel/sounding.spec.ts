import { describe, expect, it } from 'vitest';
import { LabError } from '../errors/lab-error.ts';
import { createRandom } from '../numerics/random.ts';
import { RADIO_30GHZ } from './radio.ts';
import { addPilots, meanChannelPower, soundChannel } from './sounding.ts';
import { soundingSequence } from './srs.ts';
import { synthesizeChannel } from './synthesize.ts';
import { handPaths, handSite } from './testing/links.ts';

const channel = synthesizeChannel(
  handPaths(
    { delay: 1e-7, azimuth: 0.5, elevation: 0, magnitude: 3e-4 },
    { delay: 1.5e-7, azimuth: 0.1, elevation: 0.2, magnitude: 1e-4 },
  ),
  handSite(),
  RADIO_30GHZ,
);
const pilots = soundingSequence(RADIO_30GHZ);

/** Received pilots less their noise-free part. */
function noiseOf(received: Float32Array): Float64Array {
  const clean = soundChannel(channel, RADIO_30GHZ, Infinity, createRandom(0));
  return Float64Array.from(received, (value, i) => value - clean[i]);
}

describe('sounding', () => {
  it('sends the pilots through the channel where there is no noise', () => {
    const received = soundChannel(channel, RADIO_30GHZ, Infinity, createRandom(0));
    for (const [symbol, m, k] of [
      [0, 0, 0],
      [1, 63, 785],
      [1, 17, 400],
    ]) {
      const h = 2 * (m * 786 + k);
      const y = symbol * channel.length + h;
      const re = channel[h] * pilots[2 * k] - channel[h + 1] * pilots[2 * k + 1];
      const im = channel[h] * pilots[2 * k + 1] + channel[h + 1] * pilots[2 * k];
      expect([received[y], received[y + 1]]).toBeAllclose([re, im], { relative: 1e-6, absolute: 1e-12 });
    }
  });

  it.each([1, 2, 3])('sends the same pilots in each of %i symbols, on top of their noise', (symbols) => {
    const radio = { ...RADIO_30GHZ, symbols };
    const clean = soundChannel(channel, radio, Infinity, createRandom(0));
    const noise = new Float32Array(symbols * channel.length);
    createRandom(6).fillNormal(noise, 1e-4);
    const expected = noise.map((value, i) => value / 2 + clean[i % channel.length]);
    const received = new Float32Array(noise.length);
    addPilots(received, channel, pilots, noise, 0.5);
    expect(received).toBeAllclose(expected, { relative: 1e-6, absolute: 1e-10 });
    addPilots(noise, channel, pilots, noise, 0.5);
    expect(noise).toEqual(received);
  });

  it.each([0.1, 1, 1000])('adds circular white noise of the power that SNR %d asks for', (snr) => {
    const noise = noiseOf(soundChannel(channel, RADIO_30GHZ, snr, createRandom(4, snr)));
    const variance = meanChannelPower(channel) / snr;
    const pairs = noise.length / 2;
    let power = 0;
    let real = 0;
    let imaginary = 0;
    let mixed = 0;
    let neighbours = 0;
    let symbols = 0;
    for (let i = 0; i < noise.length; i += 2) {
      real += noise[i] ** 2 / pairs;
      imaginary += noise[i + 1] ** 2 / pairs;
      mixed += (noise[i] * noise[i + 1]) / pairs;
      power += (noise[i] ** 2 + noise[i + 1] ** 2) / pairs;
      if (i + 2 < noise.length) neighbours += (noise[i] * noise[i + 2]) / pairs;
      if (i < channel.length) symbols += (noise[i] * noise[i + channel.length]) / (pairs / 2);
    }
    const spread = 5 / Math.sqrt(pairs);
    expect(Math.abs(power / variance - 1)).toBeLessThan(spread);
    expect(Math.abs(real / variance - 0.5)).toBeLessThan(spread);
    expect(Math.abs(imaginary / variance - 0.5)).toBeLessThan(spread);
    for (const correlation of [mixed, neighbours, symbols]) {
      expect(Math.abs(correlation / variance)).toBeLessThan(spread);
    }
  });

  it('repeats itself from the same seed and writes where it is told', () => {
    const target = new Float32Array(2 * channel.length).fill(9);
    const first = soundChannel(channel, RADIO_30GHZ, 2, createRandom(8));
    expect(soundChannel(channel, RADIO_30GHZ, 2, createRandom(8), target)).toBe(target);
    expect(target).toBeAllclose(first, { relative: 0, absolute: 0 });
  });

  it('refuses an SNR that is not a positive number', () => {
    for (const snr of [0, -1, Number.NaN, -Infinity]) {
      expect(() => soundChannel(channel, RADIO_30GHZ, snr, createRandom(0))).toThrow(LabError);
    }
  });
});
