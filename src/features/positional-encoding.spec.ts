import { describe, expect, it } from 'vitest';
import type { ReportValues } from '../measurement/report.ts';
import { PRINTED_ENCODING, encodingFrequencies, rawFeatures } from './positional-encoding.ts';

const report = (snr: number, azimuth: number, elevation: number, delay: number, power: number): ReportValues => ({
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
