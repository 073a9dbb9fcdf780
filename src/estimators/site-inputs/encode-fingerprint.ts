/** From fingerprints to what a network is fed of one site. */
import { FINGERPRINT_SCALARS, FINGERPRINT_TAPS } from '../../features/tap-fingerprint.ts';
import type { InputMetadata } from './metadata.ts';

/** What travels with a network of fingerprints. */
export type FingerprintMetadata = Extract<InputMetadata, { input: 'fingerprint' }>;

/** Inputs before the taps: heard or not, then the scalars. */
export const FINGERPRINT_LEAD = 1 + FINGERPRINT_SCALARS;

/** Inputs of one site: the lead, then the taps [FINGERPRINT_TAPS, beams, 2]. */
export function fingerprintInputWidth(beams: number): number {
  return FINGERPRINT_LEAD + 2 * FINGERPRINT_TAPS * beams;
}

/**
 * Writes the inputs of one link; zeros where nothing stood out of the noise.
 *
 * @param fingerprint of `createFingerprintReader`
 * @param target [fingerprintInputWidth]
 */
export function encodeFingerprint(
  fingerprint: Float32Array,
  { scalars }: Pick<FingerprintMetadata, 'scalars'>,
  target: Float32Array,
): void {
  target.fill(0);
  if (Number.isNaN(fingerprint[0])) return;
  target[0] = 1;
  for (let i = 0; i < FINGERPRINT_SCALARS; i++) {
    target[1 + i] = (fingerprint[i] - scalars.mean[i]) / scalars.standardDeviation[i];
  }
  target.set(fingerprint.subarray(FINGERPRINT_SCALARS), FINGERPRINT_LEAD);
}
