import { describe, expect, it } from 'vitest';
import { panelFrame, toPanelCosines } from '../../channel/array.ts';
import { pilotToneCount, RADIO_3_5GHZ } from '../../channel/radio.ts';
import { unambiguousDelay } from '../../channel/srs.ts';
import { synthesizeChannel } from '../../channel/synthesize.ts';
import { handPaths, handSite, randomPaths } from '../../channel/testing/links.ts';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import { createRandom } from '../../numerics/random.ts';
import { anchorOf } from './anchors.ts';
import { createLinkReader, LINK_FEATURE_WIDTH, PATH_WIDTH, SUMMARY_WIDTH } from './link-features.ts';
import { addTapNoise, NOISE_SHARE, synthesizeTaperedTaps, TAP_COUNT, taperedTaps } from './tapered-taps.ts';

const radio = RADIO_3_5GHZ;
const tones = pilotToneCount(radio);
const tap = unambiguousDelay(radio) / tones;

/** The path at an index of a row: range, cosines, power. */
const pathOf = (row: Float32Array, index: number): number[] =>
  Array.from(row.subarray(SUMMARY_WIDTH + PATH_WIDTH * index, SUMMARY_WIDTH + PATH_WIDTH * (index + 1)));

describe('tapered taps', () => {
  const site = handSite({ rows: 4, columns: 3 });

  it('are the sum over the tapered tones', () => {
    const channel = synthesizeChannel(randomPaths(3), site, radio);
    const taps = taperedTaps(channel, site.panel);
    expect(taps.length).toBe(2 * 12 * TAP_COUNT);
    for (const [n, antenna] of [
      [0, 0],
      [57, 7],
      [383, 11],
    ]) {
      let re = 0;
      let im = 0;
      for (let k = 0; k < tones; k++) {
        const place = k - (tones - 1) / 2;
        const weight = (0.5 + 0.5 * Math.cos((2 * Math.PI * place) / tones)) / tones;
        const phase = (2 * Math.PI * place * n) / tones;
        const at = 2 * (antenna * tones + k);
        re += weight * (channel[at] * Math.cos(phase) - channel[at + 1] * Math.sin(phase));
        im += weight * (channel[at] * Math.sin(phase) + channel[at + 1] * Math.cos(phase));
      }
      const at = 2 * (n * 12 + antenna);
      expect(taps.subarray(at, at + 2)).toBeAllclose([re, im], { absolute: 1e-7 });
    }
  });

  it('come straight from the paths as well, those beyond the period included', () => {
    const paths = handPaths(
      { delay: 3.3 * tap, azimuth: 0.2, elevation: -0.1, magnitude: 1, phase: 1 },
      { delay: 120.7 * tap, azimuth: 1.2, elevation: 0.1, magnitude: 0.5, phase: -2 },
      { delay: (tones - 0.4) * tap, azimuth: -0.7, elevation: 0, magnitude: 0.7 },
      { delay: (tones + 40.2) * tap, azimuth: 0.9, elevation: -0.3, magnitude: 0.3 },
    );
    const direct = synthesizeTaperedTaps(paths, site, radio, new Float32Array(2 * 12 * TAP_COUNT));
    expect(direct).toBeAllclose(taperedTaps(synthesizeChannel(paths, site, radio), site.panel), { absolute: 2e-5 });
  });

  it('hold as much noise, as alike from tap to tap, as tapering leaves of white tones', () => {
    const antennas = 64;
    const taps = new Float32Array(2 * antennas * TAP_COUNT);
    const scratch = new Float32Array(2 * antennas * (TAP_COUNT + 2));
    addTapNoise(taps, { antennas, tones }, 3, createRandom(5), scratch);
    const lagged = (lag: number): number => {
      let sum = 0;
      for (let i = 0; i + 2 * antennas * lag < taps.length; i++) sum += taps[i] * taps[i + 2 * antennas * lag];
      return sum / (antennas * (TAP_COUNT - lag));
    };
    const share = 3 / tones;
    // Standard error of a mean over 24,576 samples is below one per cent.
    expect(lagged(0) / share).toBeCloseTo(NOISE_SHARE, 1.7);
    expect(lagged(1) / share).toBeCloseTo(2 * 0.5 * 0.25, 1.7);
    expect(lagged(2) / share).toBeCloseTo(0.25 * 0.25, 1.7);
    expect(Math.abs(lagged(3)) / share).toBeLessThan(0.02);
  });
});

describe('the features of a link', () => {
  const site = handSite();
  const reader = createLinkReader(site, radio, TAP_COUNT);
  const read = (taps: Float32Array): Float32Array => {
    const row = new Float32Array(LINK_FEATURE_WIDTH);
    reader.read(taps, row);
    return row;
  };
  const weak = { delay: 41.3 * tap, azimuth: 0.9, elevation: -0.1, magnitude: 0.25, phase: 1 };
  const strong = { delay: 60.8 * tap, azimuth: 0.1, elevation: -0.3, magnitude: 1, phase: -2 };
  const late = { delay: 90.1 * tap, azimuth: -0.4, elevation: 0.2, magnitude: 0.5, phase: 0.3 };
  const expected = (path: typeof weak): number[] => {
    const [horizontal, vertical] = toPanelCosines(panelFrame(site.orientation), path.azimuth, path.elevation);
    return [SPEED_OF_LIGHT * path.delay, horizontal, vertical, 20 * Math.log10(path.magnitude)];
  };
  const clean = synthesizeTaperedTaps(handPaths(weak, strong, late), site, radio, new Float32Array(2 * 64 * TAP_COUNT));
  const noisy = (power: number): Float32Array => {
    const taps = clean.slice();
    const scratch = new Float32Array(2 * 64 * (TAP_COUNT + 2));
    addTapNoise(taps, { antennas: 64, tones }, power, createRandom(9), scratch);
    return taps;
  };

  it('are first, strongest and CLEAN paths, each where it is', () => {
    const row = read(noisy(1e-3));
    [weak, strong, strong, late, weak].forEach((path, index) => {
      const [range, horizontal, vertical, power] = pathOf(row, index);
      const wanted = expected(path);
      expect([range]).toBeAllclose([wanted[0]], { absolute: 0.05 });
      expect([horizontal, vertical]).toBeAllclose(wanted.slice(1, 3), { absolute: 0.004 });
      expect([power]).toBeAllclose([wanted[3]], { absolute: 0.15 });
    });
    expect(pathOf(row, 5)).toEqual([NaN, NaN, NaN, NaN]);
  });

  it('tell power, spread and noise of the link', () => {
    const [power, mean, spread, noise] = read(noisy(1e-3));
    const powers = [weak, strong, late].map(({ magnitude }) => magnitude ** 2);
    const total = powers.reduce((sum, value) => sum + value);
    const ranges = [weak, strong, late].map(({ delay }) => SPEED_OF_LIGHT * delay);
    const centre = ranges.reduce((sum, range, i) => sum + range * powers[i], 0) / total;
    const variance = ranges.reduce((sum, range, i) => sum + (range - centre) ** 2 * powers[i], 0) / total;
    // A pulse of power one holds Σ W² = 3/8 in its taps.
    expect(power).toBeCloseTo(10 * Math.log10(NOISE_SHARE * total), 1);
    expect(mean).toBeCloseTo(centre, 0);
    expect(spread).toBeCloseTo(Math.sqrt(variance), 0);
    expect(noise).toBeCloseTo(10 * Math.log10((NOISE_SHARE * 1e-3) / tones), 0);
  });

  it('are NaN where nothing stands out of the noise', () => {
    const taps = new Float32Array(clean.length);
    addTapNoise(taps, { antennas: 64, tones }, 1, createRandom(3), new Float32Array(2 * 64 * (TAP_COUNT + 2)));
    expect(read(taps).every(Number.isNaN)).toBe(true);
    expect(read(new Float32Array(clean.length)).every(Number.isNaN)).toBe(true);
  });

  it('pull an anchor to the user on a line of sight, whatever the tilt', () => {
    for (const elevation of [-0.3, 0, 0.2]) {
      const tilted = { ...handSite({ azimuth: 2.5, elevation }), position: [10, -20, 25] as const };
      const user = [-40, -31, 1.5];
      const [dx, dy, dz] = user.map((value, axis) => value - tilted.position[axis]);
      const range = Math.hypot(dx, dy, dz);
      const [cosine] = toPanelCosines(panelFrame(tilted.orientation), Math.atan2(dy, dx), Math.asin(dz / range));
      expect(anchorOf(tilted, range, cosine, 1.5)).toBeAllclose([-40, -31], { absolute: 1e-9 });
    }
    expect(anchorOf(site, NaN, 0.1, 1.5)).toEqual([NaN, NaN]);
  });
});
