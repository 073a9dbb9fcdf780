/** The sounding reference signal of TS 38.211: its sequence and where it lies on the resource grid. */
import { LabError } from '../errors/lab-error.ts';
import { pilotToneCount, pilotToneSpacing } from './radio.ts';
import type { RadioConfiguration } from './radio.ts';

/** The largest prime below `length`: N_ZC of TS 38.211 §5.2.2.1. */
export function largestPrimeBelow(length: number): number {
  for (let candidate = length - 1; candidate >= 2; candidate--) {
    let prime = true;
    for (let divisor = 2; divisor * divisor <= candidate && prime; divisor++) prime = candidate % divisor !== 0;
    if (prime) return candidate;
  }
  throw new RangeError(`there is no prime below ${length}`);
}

/** Root q of a base sequence: q̄ = N_ZC(u + 1)/31, q = ⌊q̄ + ½⌋ + v(−1)^⌊2q̄⌋ (TS 38.211 §5.2.2.1). */
export function zadoffChuRoot(primeLength: number, group: number, number: 0 | 1): number {
  const exact = (primeLength * (group + 1)) / 31;
  return Math.floor(exact + 0.5) + number * (-1) ** Math.floor(2 * exact);
}

/**
 * Low-PAPR base sequence of type 1, extended cyclically from a Zadoff–Chu sequence (TS 38.211 §5.2.2.1).
 *
 * @param length M ≥ 36
 * @param group u in 0 … 29
 * @param number v, 0 or 1
 * @returns [M, 2], every element of modulus one
 * @throws LabError for lengths below 36, which the specification tabulates instead
 */
export function lowPaprSequence(length: number, group: number, number: 0 | 1 = 0): Float64Array {
  if (!Number.isInteger(length) || length < 36) {
    throw new LabError(
      'unsupported',
      `A sounding sequence of ${length} tones is shorter than the 36 that are generated.`,
      'Sound more resource blocks or use a smaller comb.',
    );
  }
  const primeLength = largestPrimeBelow(length);
  const root = zadoffChuRoot(primeLength, group, number);
  const sequence = new Float64Array(2 * length);
  for (let n = 0; n < length; n++) {
    const m = n % primeLength;
    // q·m(m+1) modulo 2N_ZC first: exact in integers, so the phase keeps all its digits.
    const phase = (-Math.PI * ((root * m * (m + 1)) % (2 * primeLength))) / primeLength;
    sequence[2 * n] = Math.cos(phase);
    sequence[2 * n + 1] = Math.sin(phase);
  }
  return sequence;
}

/**
 * The pilots that every SRS symbol carries: group u = n_ID mod 30 without hopping, v = 0, cyclic shift 0
 * (TS 38.211 §6.4.1.4.2). Without hopping all symbols of the slot are alike.
 *
 * @returns [tones, 2], modulus one
 */
export function soundingSequence(radio: RadioConfiguration): Float64Array {
  return lowPaprSequence(pilotToneCount(radio), radio.sequenceIdentity % 30);
}

/**
 * Subcarrier of each pilot on the carrier's grid, k_0 + K_TC·k with n_shift = 0 and comb offset 0
 * (TS 38.211 §6.4.1.4.3), counted from the lowest of the 12·N_RB subcarriers.
 *
 * @returns [tones]
 */
export function pilotSubcarriers(radio: RadioConfiguration): Uint32Array {
  return Uint32Array.from({ length: pilotToneCount(radio) }, (_, k) => radio.combSize * k);
}

/**
 * Frequency of the first pilot relative to the carrier, hertz. The carrier is subcarrier 6·N_RB: the middle of the band, as
 * in TS 38.211 §5.3.1 with an even number of blocks.
 */
export function lowestPilotFrequency(radio: RadioConfiguration): number {
  return -6 * radio.resourceBlocks * radio.subcarrierSpacing;
}

/** Frequency of each pilot relative to the carrier, hertz [tones]. */
export function pilotFrequencies(radio: RadioConfiguration): Float64Array {
  const lowest = lowestPilotFrequency(radio);
  return Float64Array.from(pilotSubcarriers(radio), (subcarrier) => lowest + subcarrier * radio.subcarrierSpacing);
}

/** Delay after which a comb spectrum repeats, 1/(K_TC·Δf), seconds: the unambiguous range of the sounding. */
export function unambiguousDelay(radio: RadioConfiguration): number {
  return 1 / pilotToneSpacing(radio);
}
