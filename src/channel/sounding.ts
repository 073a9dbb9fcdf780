/** What the antennas receive: the pilots through the channel, in white noise. */
import { LabError } from '../errors/lab-error.ts';
import type { RandomGenerator } from '../numerics/random.ts';
import type { RadioConfiguration } from './radio.ts';
import { soundingSequence } from './srs.ts';

/**
 * Mean |H|² per antenna and tone: the received power for unit transmit power, linear; NaN or Infinity where the channel or
 * its estimate holds such a value.
 *
 * @param channel [antennas, tones, 2]
 */
export function meanChannelPower(channel: Float32Array): number {
  let real = 0;
  let imaginary = 0;
  // Two sums, because one would wait for itself at every step.
  for (let i = 0; i < channel.length; i += 2) {
    real += channel[i] * channel[i];
    imaginary += channel[i + 1] * channel[i + 1];
  }
  return (2 * (real + imaginary)) / channel.length;
}

/**
 * Received pilots Y[l, m, k] = H[m, k]·r[k] + N[l, m, k] with circular white Gaussian noise whose power per tone makes
 * mean |H|² per antenna and tone over it equal to `snr`.
 *
 * @param channel noise-free response [antennas, tones, 2]
 * @param radio the numerology
 * @param snr linear, positive; Infinity for no noise
 * @param random where the noise comes from
 * @param target where to write [symbols, antennas, tones, 2]; a new array without it
 * @param pilots r of {@link soundingSequence} [tones, 2], for a caller that has them ready
 * @param power of {@link meanChannelPower}, likewise
 * @returns [symbols, antennas, tones, 2]
 * @throws LabError for an SNR that is not a positive number
 */
export function soundChannel(
  channel: Float32Array,
  radio: RadioConfiguration,
  snr: number,
  random: RandomGenerator,
  target: Float32Array = new Float32Array(radio.symbols * channel.length),
  pilots: Float64Array = soundingSequence(radio),
  power = meanChannelPower(channel),
): Float32Array {
  if (!(snr > 0)) {
    throw new LabError(
      'bad-argument',
      `The signal-to-noise ratio must be a positive linear number, got ${snr}.`,
      'Give a finite value in decibels, such as 10.',
    );
  }
  if (snr === Infinity) target.fill(0);
  else random.fillNormal(target, Math.sqrt(power / snr / 2));
  addPilots(target, channel, pilots);
  return target;
}

/**
 * Adds what arrives of the pilots, H[m, k]·r[k] in every symbol, to noise.
 *
 * @param target received pilots [symbols, antennas, tones, 2]
 * @param channel noise-free response [antennas, tones, 2]
 * @param pilots r [tones, 2]
 * @param noise of the target's shape; what the target holds by default
 * @param scale what the noise is multiplied by
 */
export function addPilots(
  target: Float32Array,
  channel: Float32Array,
  pilots: Float64Array,
  noise: Float32Array = target,
  scale = 1,
): void {
  const size = channel.length;
  const rowLength = pilots.length;
  // Symbols by twos, which is the usual number and spares a loop in the innermost one; a last odd one is its own companion.
  for (let symbol = 0; symbol < target.length; symbol += 2 * size) {
    const next = symbol + size < target.length ? size : 0;
    for (let row = 0; row < size; row += rowLength) {
      for (let k = 0; k < rowLength; k += 2) {
        const hr = channel[row + k];
        const hi = channel[row + k + 1];
        const re = hr * pilots[k] - hi * pilots[k + 1];
        const im = hr * pilots[k + 1] + hi * pilots[k];
        const first = symbol + row + k;
        const second = first + next;
        const firstR = noise[first] * scale + re;
        const firstI = noise[first + 1] * scale + im;
        target[second] = noise[second] * scale + re;
        target[second + 1] = noise[second + 1] * scale + im;
        target[first] = firstR;
        target[first + 1] = firstI;
      }
    }
  }
}
