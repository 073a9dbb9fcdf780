import { describe, expect, it } from 'vitest';
import { LabError } from '../errors/lab-error.ts';
import { createFftPlan } from '../numerics/fft.ts';
import { RADIO_30GHZ } from './radio.ts';
import {
  largestPrimeBelow,
  lowPaprSequence,
  pilotFrequencies,
  pilotSubcarriers,
  soundingSequence,
  unambiguousDelay,
  zadoffChuRoot,
} from './srs.ts';

describe('sounding sequence (TS 38.211 §5.2.2)', () => {
  it('takes N_ZC and q of the worked example: 272 blocks, comb 4, u = 7', () => {
    expect((12 * 272) / 4).toBe(816);
    expect(largestPrimeBelow(816)).toBe(811);
    expect(zadoffChuRoot(811, 7, 0)).toBe(209);
  });

  it('takes the largest prime below 786', () => {
    expect(largestPrimeBelow(786)).toBe(773);
  });

  it('takes the neighbouring root for v = 1', () => {
    // q̄ = 811·8/31 = 209.29: ⌊2q̄⌋ = 418 is even, so q = 209 + 1.
    expect(zadoffChuRoot(811, 7, 1)).toBe(210);
  });

  it('has modulus one, and repeats after N_ZC', () => {
    const sequence = lowPaprSequence(786, 0);
    for (let n = 0; n < 786; n++) expect(Math.hypot(sequence[2 * n], sequence[2 * n + 1])).toBeCloseTo(1, 14);
    for (let n = 773; n < 786; n++) {
      expect([sequence[2 * n], sequence[2 * n + 1]]).toEqual([sequence[2 * (n - 773)], sequence[2 * (n - 773) + 1]]);
    }
  });

  it.each([0, 7, 29])('has no periodic autocorrelation over its prime length, u = %i', (group) => {
    const prime = 811;
    const sequence = lowPaprSequence(816, group).slice(0, 2 * prime);
    const plan = createFftPlan(prime);
    plan.forward(sequence);
    for (let k = 0; k < prime; k++) {
      sequence[2 * k] = sequence[2 * k] ** 2 + sequence[2 * k + 1] ** 2;
      sequence[2 * k + 1] = 0;
    }
    plan.inverse(sequence);
    const expected = new Float64Array(2 * prime);
    expected[0] = prime;
    expect(sequence).toBeAllclose(expected, { absolute: 1e-8 });
  });

  it('correlates two groups by 1/√N_ZC and no more', () => {
    const prime = 773;
    const a = lowPaprSequence(786, 3);
    const b = lowPaprSequence(786, 11);
    let re = 0;
    let im = 0;
    for (let n = 0; n < prime; n++) {
      re += a[2 * n] * b[2 * n] + a[2 * n + 1] * b[2 * n + 1];
      im += a[2 * n] * b[2 * n + 1] - a[2 * n + 1] * b[2 * n];
    }
    expect(Math.hypot(re, im)).toBeCloseTo(Math.sqrt(prime), 8);
  });

  it('reads the group off the identity', () => {
    expect(soundingSequence({ ...RADIO_30GHZ, sequenceIdentity: 37 })).toEqual(lowPaprSequence(786, 7));
  });

  it('refuses lengths that the specification tabulates', () => {
    expect(() => lowPaprSequence(24, 0)).toThrow(LabError);
  });
});

describe('resource mapping', () => {
  it('fills every fourth subcarrier of 262 blocks, around the carrier', () => {
    const subcarriers = pilotSubcarriers(RADIO_30GHZ);
    expect([subcarriers.length, subcarriers[0], subcarriers[1], subcarriers[785]]).toEqual([786, 0, 4, 3140]);
    const frequencies = pilotFrequencies(RADIO_30GHZ);
    expect(frequencies[0]).toBe(-94.32e6);
    expect(frequencies[393]).toBe(0);
    expect(frequencies[1] - frequencies[0]).toBe(240e3);
  });

  it('sees delays up to 1/(4·60 kHz) without ambiguity', () => {
    expect(unambiguousDelay(RADIO_30GHZ)).toBeCloseTo(4.1667e-6, 10);
  });
});
