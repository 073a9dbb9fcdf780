/** Channel estimates, power and SNR. */
import { describe, expect, it } from 'vitest';
import { RADIO_30GHZ } from '../channel/radio.ts';
import { meanChannelPower, soundChannel } from '../channel/sounding.ts';
import { soundingSequence } from '../channel/srs.ts';
import { synthesizeChannel } from '../channel/synthesize.ts';
import { handPaths, handSite, SMALL_RADIO } from '../channel/testing/links.ts';
import { fromDecibels, toDecibels } from '../numerics/decibels.ts';
import { createRandom } from '../numerics/random.ts';
import { computeDelayProfile, createDelayWorkspace } from './delay-profile.ts';
import { estimateLeastSquares } from './least-squares.ts';
import { estimateMmse, mmseWeights } from './mmse.ts';
import { estimateSnr } from './snr.ts';

const site = handSite();
const channel = synthesizeChannel(
  handPaths(
    { delay: 9.7e-8, azimuth: 0.6, elevation: -0.1, magnitude: 2e-4 },
    { delay: 1.31e-7, azimuth: 0.1, elevation: 0.1, magnitude: 1e-4, phase: 2 },
    { delay: 3.3e-7, azimuth: -0.3, elevation: -0.4, magnitude: 5e-5, phase: 4 },
  ),
  site,
  RADIO_30GHZ,
);

/** Mean |a − b|² per complex element. */
function meanSquaredDifference(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return (2 * sum) / a.length;
}

/** Least squares of one noisy sounding of the channel above. */
function sound(snr: number, symbols = 2, seed = 1) {
  const radio = { ...RADIO_30GHZ, symbols };
  const received = soundChannel(channel, radio, snr, createRandom(seed));
  const estimate = new Float32Array(channel.length);
  const scatter = estimateLeastSquares(received, soundingSequence(radio), symbols, estimate);
  return { estimate, scatter, noise: meanChannelPower(channel) / snr };
}

describe('least squares', () => {
  it('returns the channel where there is no noise', () => {
    const { estimate, scatter } = sound(Infinity);
    expect(estimate).toBeAllclose(channel, { relative: 1e-5, absolute: 1e-10 });
    expect(scatter).toBe(0);
  });

  it.each([1, 2, 3, 4])('averages %i symbols: unbiased, error σ²/L, scatter σ²(1 − 1/L)', (symbols) => {
    const { estimate, scatter, noise } = sound(1, symbols);
    const spread = 5 / Math.sqrt(channel.length / 2);
    expect(meanSquaredDifference(estimate, channel) / (noise / symbols)).toBeCloseTo(1, 1);
    expect(Math.abs(scatter / noise - (1 - 1 / symbols))).toBeLessThan(spread);
    let re = 0;
    let im = 0;
    for (let i = 0; i < channel.length; i += 2) {
      re += (estimate[i] - channel[i]) / (channel.length / 2);
      im += (estimate[i + 1] - channel[i + 1]) / (channel.length / 2);
    }
    expect(Math.hypot(re, im)).toBeLessThan(spread * Math.sqrt(noise / symbols));
  });

  it('takes two symbols on its quick way to the same answer as on its general one', () => {
    const received = soundChannel(channel, RADIO_30GHZ, 0.5, createRandom(3));
    const pilots = soundingSequence(RADIO_30GHZ);
    const quick = new Float32Array(channel.length);
    const doubled = new Float32Array(2 * received.length);
    doubled.set(received);
    doubled.set(received, received.length);
    const general = new Float32Array(channel.length);
    const scatter = estimateLeastSquares(received, pilots, 2, quick);
    expect(estimateLeastSquares(doubled, pilots, 4, general) / scatter).toBeCloseTo(1, 9);
    expect(general).toBeAllclose(quick, { relative: 1e-5, absolute: 1e-10 });
  });
});

describe('minimum mean square error', () => {
  it.each([-10, 0, 10])('is closer to the channel than least squares at %i dB', (snrDb) => {
    const { estimate, noise } = sound(fromDecibels(snrDb));
    const delay = createDelayWorkspace(64, 786, 4096);
    computeDelayProfile(estimate, delay);
    const mmse = estimateMmse(estimate, mmseWeights(delay.cellPower, noise / 2, 64));
    const gain = meanSquaredDifference(estimate, channel) / meanSquaredDifference(mmse, channel);
    expect(toDecibels(gain)).toBeGreaterThan(5);
  });

  it('has the residual that its weights promise (Parseval)', () => {
    const { estimate, noise } = sound(1);
    const delay = createDelayWorkspace(64, 786, 4096);
    computeDelayProfile(estimate, delay);
    const weights = mmseWeights(delay.cellPower, noise / 2, 64);
    const residual = weights.reduce((sum, w, tap) => sum + (1 - w) ** 2 * delay.cellPower[tap], 0) / 786;
    expect(meanSquaredDifference(estimate, estimateMmse(estimate, weights)) / residual).toBeCloseTo(1, 5);
  });

  it('changes nothing without noise, and keeps nothing of pure noise', () => {
    expect(mmseWeights(Float64Array.of(3, 0, 1), 0, 4)).toEqual(Float64Array.of(1, 1, 1));
    expect(mmseWeights(new Float64Array(100).fill(1), 1, 64)).toEqual(new Float64Array(100));
  });

  it('weighs a flat profile by p/(p + s)', () => {
    expect(mmseWeights(new Float64Array(20).fill(5), 1, 64)).toBeAllclose(new Float64Array(20).fill(0.8), {
      absolute: 1e-12,
    });
  });
});

describe('received power', () => {
  it('is the mean squared magnitude', () => {
    expect(meanChannelPower(Float32Array.of(3, 4, 0, 0))).toBe(12.5);
    expect(meanChannelPower(Float32Array.of(1, Number.NaN))).toBeNaN();
  });
});

describe('signal-to-noise ratio (eq. 4)', () => {
  it.each([-10, 0, 10, 20, 30])('is the true one in multipath at %i dB, for one to four symbols', (snrDb) => {
    for (const symbols of [1, 2, 4]) {
      const { estimate, scatter, noise } = sound(fromDecibels(snrDb), symbols, 7);
      const delay = createDelayWorkspace(64, 786, 4096);
      computeDelayProfile(estimate, delay);
      const weights = mmseWeights(delay.cellPower, noise / symbols, 64);
      const { snr } = estimateSnr(meanChannelPower(estimate), scatter, delay.cellPower, weights, symbols);
      // A single symbol has only the taps without signal to read the noise from.
      expect(Math.abs(toDecibels(snr) - snrDb)).toBeLessThan(symbols === 1 ? 0.5 : 0.25);
    }
  });

  it('is infinite without noise', () => {
    const weights = new Float64Array(4).fill(1);
    expect(estimateSnr(1, 0, new Float64Array(4).fill(1), weights, 2).snr).toBe(Infinity);
  });
});

describe('power delay profile', () => {
  /** |(1/K)Σ_k H[k]·e^{+j2πki/bins}|² averaged over antennas, term by term. */
  function plainProfile(estimate: Float32Array, tones: number, bins: number): Float64Array {
    const antennas = estimate.length / (2 * tones);
    const profile = new Float64Array(bins);
    for (let m = 0; m < antennas; m++) {
      for (let i = 0; i < bins; i++) {
        let re = 0;
        let im = 0;
        for (let k = 0; k < tones; k++) {
          const angle = (2 * Math.PI * ((k * i) % bins)) / bins;
          const h = 2 * (m * tones + k);
          re += estimate[h] * Math.cos(angle) - estimate[h + 1] * Math.sin(angle);
          im += estimate[h] * Math.sin(angle) + estimate[h + 1] * Math.cos(angle);
        }
        profile[i] += (re * re + im * im) / (tones * tones * antennas);
      }
    }
    return profile;
  }

  it.each([
    { tones: 36, bins: 256, antennas: 4 },
    { tones: 37, bins: 100, antennas: 3 },
    { tones: 64, bins: 128, antennas: 2 },
  ])('is the zero-padded transform of $tones tones at $bins bins', ({ tones, bins, antennas }) => {
    const estimate = new Float32Array(2 * tones * antennas);
    createRandom(tones).fillNormal(estimate, 1);
    const workspace = createDelayWorkspace(antennas, tones, bins);
    computeDelayProfile(estimate, workspace);
    expect(workspace.profile).toBeAllclose(plainProfile(estimate, tones, bins), { absolute: 1e-9 });
    const cells = plainProfile(estimate, tones, tones).map((power) => power * tones);
    expect(workspace.cellPower).toBeAllclose(cells, { absolute: 1e-8 });
    expect(workspace.cellPower.reduce((sum, x) => sum + x, 0) / tones).toBeCloseTo(meanChannelPower(estimate), 8);
  });

  it('peaks at a path with its power', () => {
    const delay = 40 / (SMALL_RADIO.combSize * SMALL_RADIO.subcarrierSpacing * 256);
    const paths = handPaths({ delay, azimuth: 0.2, elevation: 0, magnitude: 0.3 });
    const workspace = createDelayWorkspace(64, 36, 256);
    computeDelayProfile(synthesizeChannel(paths, site, SMALL_RADIO), workspace);
    expect(workspace.profile.indexOf(Math.max(...workspace.profile))).toBe(40);
    expect(workspace.profile[40]).toBeCloseTo(0.09, 6);
  });

  it('refuses a grid that would fold it', () => {
    expect(() => createDelayWorkspace(1, 36, 64)).toThrow(RangeError);
  });
});
