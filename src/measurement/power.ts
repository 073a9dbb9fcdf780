/** Received power of a channel estimate. */

/**
 * Mean |H|² per antenna and tone, NaN or Infinity where the estimate holds such a value.
 *
 * @param estimate [antennas, tones, 2]
 */
export function meanPower(estimate: Float32Array): number {
  let real = 0;
  let imaginary = 0;
  for (let i = 0; i < estimate.length; i += 2) {
    real += estimate[i] * estimate[i];
    imaginary += estimate[i + 1] * estimate[i + 1];
  }
  return (2 * (real + imaginary)) / estimate.length;
}
