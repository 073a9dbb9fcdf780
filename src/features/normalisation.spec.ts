import { describe, expect, it } from 'vitest';
import { createRandom } from '../numerics/random.ts';
import { clipToTrainingRange, fitFeatureStatistics, normaliseFeatures } from './normalisation.ts';
import { encodeFeatures } from './feature-set.ts';
import { PRINTED_ENCODING } from './positional-encoding.ts';

const random = createRandom(3);
const raw = Float64Array.from(
  { length: 500 * 5 },
  (_, i) => [-2, 0.3, -0.1, 80, -85][i % 5] + random.normal() * [4, 0.5, 0.1, 30, 4][i % 5],
);

describe('fitFeatureStatistics', () => {
  it('gives the training set mean 0 and variance 1', () => {
    const statistics = fitFeatureStatistics(raw, PRINTED_ENCODING);
    const normalised = normaliseFeatures(encodeFeatures(raw, PRINTED_ENCODING), statistics);
    for (let j = 0; j < 32; j++) {
      const column = Array.from({ length: 500 }, (_, i) => normalised[i * 32 + j]);
      const mean = column.reduce((a, b) => a + b, 0) / 500;
      const variance = column.reduce((a, b) => a + (b - mean) ** 2, 0) / 500;
      expect(mean).toBeCloseTo(0, 4);
      expect(variance).toBeCloseTo(1, 4);
    }
  });

  it('leaves incomplete reports out and divides by 1 where nothing varies', () => {
    const withHole = Float64Array.from([...raw.subarray(0, 10), NaN, NaN, NaN, NaN, NaN]);
    expect(fitFeatureStatistics(withHole, PRINTED_ENCODING)).toEqual(
      fitFeatureStatistics(raw.slice(0, 10), PRINTED_ENCODING),
    );
    const single = fitFeatureStatistics(raw.slice(0, 5), PRINTED_ENCODING);
    expect(single.standardDeviation.every((deviation) => deviation === 1)).toBe(true);
  });

  it('refuses a set without a complete report', () => {
    expect(() => fitFeatureStatistics(new Float64Array(5).fill(NaN), PRINTED_ENCODING)).toThrow('no complete report');
  });
});

describe('clipToTrainingRange', () => {
  const statistics = fitFeatureStatistics(raw, PRINTED_ENCODING);

  it('leaves the training set as it is', () => {
    expect(clipToTrainingRange(raw, statistics)).toBeAllclose(raw);
  });

  it('brings a 30 dB user to the edge of what the network saw, and keeps NaN', () => {
    const [snr, azimuth, , , power] = clipToTrainingRange(Float64Array.of(30, 0.2, NaN, 80, -85), statistics);
    const range = statistics.rawMaximum[0] - statistics.rawMinimum[0];
    expect(snr).toBeCloseTo(statistics.rawMaximum[0] + 0.05 * range, 10);
    expect(azimuth).toBe(0.2);
    expect(power).toBe(-85);
    expect(clipToTrainingRange(Float64Array.of(0, 0, NaN, 0, 0), statistics)[2]).toBeNaN();
    expect(clipToTrainingRange(Float64Array.of(Infinity, 0, 0, 0, 0), statistics)[0]).toBeCloseTo(snr, 10);
  });
});
