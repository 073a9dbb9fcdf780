/** Received power of a channel estimate. */

/**
 * Mean |H|² per antenna and tone, NaN or Infinity where the estimate holds such a value.
 *
 * @param estimate [antennas, tones, 2]
 */
export function meanPower(estimate: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < estimate.length; i += 2) sum += estimate[i] * estimate[i] + estimate[i + 1] * estimate[i + 1];
  return (2 * sum) / estimate.length;
}
