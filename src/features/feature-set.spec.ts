import { describe, expect, it } from 'vitest';
import type { FeatureSet } from './feature-set.ts';
import { encodeFeatures, featureCount, featureLabels } from './feature-set.ts';
import { PRINTED_ENCODING, encodingFrequencies } from './positional-encoding.ts';

const reference = { origin: [0, 20, 5], minimum: [2, 2, 0.5], maximum: [58, 38, 2.5] } as const;

describe('encodeFeatures', () => {
  it('lists what the names say', () => {
    const [snr, azimuth, elevation, delay, power] = [3, 0.7, -0.2, 50, -80];
    const features = encodeFeatures(Float64Array.of(snr, azimuth, elevation, delay, power), PRINTED_ENCODING);
    const named = Object.fromEntries(featureLabels(PRINTED_ENCODING).map(([name], i) => [name, features[i]]));
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

  it('has as many features as the paper feeds each network, a label each, all names different', () => {
    const counts: [FeatureSet, number][] = [
      [{ kind: 'raw' }, 5],
      [{ kind: 'base' }, 16],
      [{ kind: 'composite' }, 19],
      [PRINTED_ENCODING, 32],
      [{ kind: 'integer-harmonic', order: 12 }, 64],
      [{ kind: 'geometric', order: 8, reference }, 48],
      [{ kind: 'folded', order: 8, reference: { ...reference, scene: 's3' } }, 50],
    ];
    for (const [set, count] of counts) {
      expect(featureCount(set)).toBe(count);
      expect(new Set(featureLabels(set).map(([name]) => name)).size).toBe(count);
      expect(encodeFeatures(new Float64Array(10), set)).toHaveLength(2 * count);
    }
  });

  it('begins with the same values in every set that has them', () => {
    const raw = Float64Array.of(3, 0.7, -0.2, 50, -80);
    const base = encodeFeatures(raw, { kind: 'base' });
    expect(encodeFeatures(raw, { kind: 'raw' })).toEqual(raw);
    expect(encodeFeatures(raw, { kind: 'composite' }).subarray(0, 16)).toEqual(base);
    expect(encodeFeatures(raw, PRINTED_ENCODING).subarray(0, 16)).toEqual(base);
  });

  it('makes composites of power and delay', () => {
    const composite = encodeFeatures(Float64Array.of(3, 0.7, -0.2, 50, -80), { kind: 'composite' });
    expect(composite.subarray(16)).toBeAllclose([-80 + 20 * Math.log10(50.001), -4000, -80 * Math.log(50.001)]);
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
