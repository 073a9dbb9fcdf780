import { describe, expect, it } from 'vitest';
import type { MeasurementTable } from '../measurement/report.ts';
import {
  PRINTED_ENCODING,
  encodeFeatures,
  encodingFrequencies,
  featureCount,
  featureNames,
  featureUnits,
  rawFeatures,
} from './positional-encoding.ts';

const report = (snr: number, azimuth: number, elevation: number, delay: number, power: number): MeasurementTable => ({
  count: 1,
  snr: Float64Array.of(snr),
  azimuth: Float64Array.of(azimuth),
  elevation: Float64Array.of(elevation),
  delay: Float64Array.of(delay),
  power: Float64Array.of(power),
});

describe('encodingFrequencies', () => {
  it('follows eq. 5: from 2π to 10,000·2π in equal ratios', () => {
    const [first, second, third, fourth] = encodingFrequencies(PRINTED_ENCODING);
    expect(first).toBeCloseTo(2 * Math.PI, 12);
    expect(fourth / first).toBeCloseTo(10000, 8);
    expect(second / first).toBeCloseTo(third / second, 10);
    // The periods that pe-msrn states: 57.3°, 2.66°, 0.123°, 0.0057°.
    const periods = [first, second, third, fourth].map((frequency) => ((2 * Math.PI) / frequency) * (180 / Math.PI));
    expect(periods).toBeAllclose([57.3, 2.66, 0.123, 0.00573], { relative: 5e-3 });
  });

  it('has one frequency for K = 1, and whole numbers as integer harmonics', () => {
    expect(encodingFrequencies({ kind: 'printed', order: 1 })).toBeAllclose([2 * Math.PI]);
    expect(encodingFrequencies({ kind: 'integer-harmonic', order: 3 })).toBeAllclose([1, 2, 3]);
  });
});

describe('rawFeatures', () => {
  it('speaks the units of the paper', () => {
    expect(rawFeatures(report(10, 0.5, -0.1, 100e-9, 1e-9))).toBeAllclose([10, 0.5, -0.1, 100, -90]);
  });

  it('keeps NaN', () => {
    expect(rawFeatures(report(NaN, NaN, NaN, NaN, NaN)).every(Number.isNaN)).toBe(true);
  });
});

describe('encodeFeatures', () => {
  it('lists what the names say', () => {
    const [snr, azimuth, elevation, delay, power] = [3, 0.7, -0.2, 50, -80];
    const features = encodeFeatures(Float64Array.of(snr, azimuth, elevation, delay, power), PRINTED_ENCODING);
    const named = Object.fromEntries(featureNames(PRINTED_ENCODING).map((name, i) => [name, features[i]]));
    const lambda = encodingFrequencies(PRINTED_ENCODING);
    expect(named['SNR γ']).toBe(snr);
    expect(named['delay τ']).toBe(delay);
    expect(named['sin θ']).toBeCloseTo(Math.sin(azimuth), 12);
    expect(named['direction x']).toBeCloseTo(Math.cos(elevation) * Math.cos(azimuth), 12);
    expect(Math.hypot(named['direction x'], named['direction y'], named['direction z'])).toBeCloseTo(1, 12);
    expect(named['ln(τ+ε)']).toBeCloseTo(Math.log(delay + 1e-3), 12);
    expect(named['√(τ+ε)']).toBeCloseTo(Math.sqrt(delay + 1e-3), 12);
    expect(named['γ·P']).toBeCloseTo(snr * power, 12);
    expect(named['γ−P']).toBeCloseTo(snr - power, 12);
    expect(named['sin(θ·λ₃)']).toBeCloseTo(Math.sin(azimuth * lambda[2]), 12);
    expect(named['cos(φ·λ₂)']).toBeCloseTo(Math.cos(elevation * lambda[1]), 12);
  });

  it('has 16 + 4K features with a name and a unit each, all names different', () => {
    for (const encoding of [PRINTED_ENCODING, { kind: 'integer-harmonic', order: 12 }] as const) {
      const count = featureCount(encoding);
      expect(count).toBe(16 + 4 * encoding.order);
      expect(new Set(featureNames(encoding)).size).toBe(count);
      expect(featureUnits(encoding)).toHaveLength(count);
      expect(encodeFeatures(new Float64Array(10), encoding)).toHaveLength(2 * count);
    }
  });

  it('has no jump at ±π with integer harmonics', () => {
    const encoding = { kind: 'integer-harmonic', order: 4 } as const;
    const at = (azimuth: number): Float64Array =>
      encodeFeatures(Float64Array.of(0, azimuth, 0, 10, 0), encoding).slice(16);
    expect(at(Math.PI)).toBeAllclose(at(-Math.PI), { absolute: 1e-12 });
  });

  it('stays finite at zero delay and a little before it', () => {
    const features = encodeFeatures(Float64Array.of(0, 0, 0, -0.1, -90), PRINTED_ENCODING);
    expect(features.every(Number.isFinite)).toBe(true);
  });
});
