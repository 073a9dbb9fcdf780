/** First-path detection against paths whose delays are known. */
import { describe, expect, it } from 'vitest';
import { RADIO_3_5GHZ } from '../channel/radio.ts';
import { soundChannel } from '../channel/sounding.ts';
import { unambiguousDelay } from '../channel/srs.ts';
import { synthesizeChannel } from '../channel/synthesize.ts';
import { handPaths, handSite, SMALL_RADIO, type HandPath } from '../channel/testing/links.ts';
import { createFftPlan, nextPowerOfTwo } from '../numerics/fft.ts';
import { createRandom } from '../numerics/random.ts';
import { computeDelayProfile, createDelayWorkspace } from './delay-profile.ts';
import { createFirstPathWorkspace, estimateFirstPath, MAIN_LOBE } from './first-path.ts';
import { createMeasurementWorkspace, measure } from './measure.ts';

const radio = RADIO_3_5GHZ;
const site = handSite();
const workspace = createMeasurementWorkspace(site, radio);
const tap = unambiguousDelay(radio) / 816;

function measurePaths(snr: number, seed: number, ...paths: HandPath[]) {
  const channel = synthesizeChannel(handPaths(...paths), site, radio);
  const result = measure(soundChannel(channel, radio, snr, createRandom(seed)), workspace);
  if (result.kind === 'no-fix') throw new Error(result.reason);
  return result;
}

const strong: HandPath = { delay: 6e-7, azimuth: 0.4, elevation: -0.2 };

describe('first path', () => {
  it.each([1, 2, 3, 5, 12, 30, 64, 513, 786])('blends from the taps what a taper of %d tones would leave', (tones) => {
    const delays = createDelayWorkspace(2, tones, 2 * nextPowerOfTwo(tones));
    const own = createFirstPathWorkspace(tones);
    const estimate = new Float32Array(4 * tones);
    createRandom(tones).fillNormal(estimate, 1);
    computeDelayProfile(estimate, delays);
    const length = delays.tapCount;
    estimateFirstPath(delays.taps, 1 - 1e-9, 1e9, own);
    const expected = Float64Array.from({ length }, (_, n) => {
      let power = 0;
      for (let antenna = 0; antenna < 2; antenna++) {
        let re = 0;
        let im = 0;
        for (let k = 0; k < tones; k++) {
          const angle = (2 * Math.PI * k * n) / length;
          const [x, y] = estimate.subarray(2 * (antenna * tones + k));
          re += own.taper[k] * (x * Math.cos(angle) - y * Math.sin(angle));
          im += own.taper[k] * (x * Math.sin(angle) + y * Math.cos(angle));
        }
        power += (re * re + im * im) / 2;
      }
      return power;
    });
    // A comb too short for a guard before the strongest path is not looked at.
    if (own.profile.some((value) => value > 0)) expect(own.profile).toBeAllclose(expected, { absolute: 1e-9 });
    else expect(tones).toBeLessThanOrEqual(MAIN_LOBE);
  });

  it('has a taper whose side lobes lie 40 dB down', () => {
    const { taper } = createFirstPathWorkspace(786);
    const points = 1 << 15;
    const lobes = new Float64Array(2 * points);
    for (const [k, value] of taper.entries()) lobes[2 * k] = value;
    createFftPlan(points).forward(lobes);
    for (let i = Math.ceil((MAIN_LOBE * points) / 786); i < points / 2; i++)
      expect(lobes[2 * i] ** 2 + lobes[2 * i + 1] ** 2).toBeLessThan(1e-4);
  });

  it.each([
    [-6, 0.05],
    [-20, 0.2],
    [-26, 0.5],
  ])('is found %d dB below the strongest one', (levelDb, tolerance) => {
    for (const [seed, lead] of [4.3, 9.8, 31.4].entries()) {
      const weak = { delay: strong.delay - lead * tap, azimuth: -0.6, elevation: 0.1, magnitude: 10 ** (levelDb / 20) };
      const { delay, firstDelay } = measurePaths(100, seed, strong, weak);
      expect(Math.abs(delay - strong.delay)).toBeLessThan(0.05 * tap);
      expect(Math.abs(firstDelay - weak.delay)).toBeLessThan(tolerance * tap);
    }
  });

  it('is the strongest one where that comes first, at any SNR, whatever follows', () => {
    for (const snr of [0.05, 1, 100, 1e6, Infinity]) {
      for (let seed = 0; seed < 12; seed++) {
        const late = {
          delay: strong.delay + (2.7 + seed) * tap,
          azimuth: -0.5,
          elevation: 0,
          magnitude: 0.7,
          phase: seed,
        };
        const { delay, firstDelay } = measurePaths(snr, seed, { ...strong, delay: 3e-7 + 3.1e-8 * seed }, late);
        expect(firstDelay).toBe(delay);
      }
    }
  });

  it('is not feigned by noise: a weak path that drowns in it is not reported', () => {
    const weak = { delay: 4e-7, azimuth: 0, elevation: 0, magnitude: 10 ** (-28 / 20) };
    const { delay, firstDelay } = measurePaths(0.02, 3, strong, weak);
    expect(firstDelay).toBe(delay);
  });

  it('serves a small panel, whose noise fluctuates more', () => {
    const small = handSite({ rows: 2, columns: 2 });
    const own = createMeasurementWorkspace(small, SMALL_RADIO);
    let alarms = 0;
    for (let seed = 0; seed < 100; seed++) {
      const channel = synthesizeChannel(handPaths({ delay: 4e-7, azimuth: 0.2, elevation: 0 }), small, SMALL_RADIO);
      const result = measure(soundChannel(channel, SMALL_RADIO, 1, createRandom(seed)), own);
      if (result.kind === 'measurement' && result.firstDelay !== result.delay) alarms++;
    }
    expect(alarms).toBeLessThanOrEqual(1);
  });
});
