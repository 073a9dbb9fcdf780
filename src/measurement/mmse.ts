/**
 * Minimum mean square error channel estimate.
 *
 * In the delay domain (a unitary transform over the K tones) the taps of a channel are nearly uncorrelated, so the MMSE
 * estimate is one weight a tap, w = p/(p + s), with p the tap's mean power and s the noise in it. The prior p, the power
 * delay profile, is taken from the measurement itself: |tap|² averaged over the antennas and over neighbouring taps, less
 * s, and zero where that is within three standard deviations of pure noise. With 64 antennas it is then known to three
 * per cent, which no tabulated profile would be, and nothing is assumed about the hall.
 */
import { createFftPlan } from '../numerics/fft.ts';

/** Taps that are averaged for the prior, odd: 80 ns of a 188 MHz sounding. */
export const SMOOTHING = 15;

/**
 * MMSE weight of every delay tap.
 *
 * @param cellPower mean power of each tap of the least-squares estimate over antennas [tones], signal and noise
 * @param noise noise power in a tap of the least-squares estimate
 * @param antennas how many antennas the mean was taken over
 * @param target where to write [tones]
 * @returns weights in [0, 1) [tones]; 1 everywhere without noise
 */
export function mmseWeights(
  cellPower: Float64Array,
  noise: number,
  antennas: number,
  target: Float64Array = new Float64Array(cellPower.length),
): Float64Array {
  if (!(noise > 0)) return target.fill(1);
  const tones = cellPower.length;
  const window = Math.min(SMOOTHING, tones);
  const threshold = noise * (1 + 3 / Math.sqrt(antennas * window));
  let sum = 0;
  for (let i = 0; i < window; i++) sum += cellPower[i];
  for (let i = 0; i < tones; i++) {
    // sum covers taps i … i + window − 1, on the circle; its middle is the tap that gets the weight.
    const power = sum / window;
    target[(i + (window >> 1)) % tones] = power > threshold ? 1 - noise / power : 0;
    sum += cellPower[(i + window) % tones] - cellPower[i];
  }
  return target;
}

/**
 * The MMSE channel estimate H_mmse.
 *
 * @param leastSquares [antennas, tones, 2]
 * @param weights from `mmseWeights` [tones]
 * @returns [antennas, tones, 2]
 */
export function estimateMmse(leastSquares: Float32Array, weights: Float64Array): Float32Array {
  const tones = weights.length;
  const plan = createFftPlan(tones);
  const taps = new Float64Array(2 * tones);
  const estimate = new Float32Array(leastSquares.length);
  for (let row = 0; row < leastSquares.length; row += 2 * tones) {
    for (let i = 0; i < 2 * tones; i++) taps[i] = leastSquares[row + i];
    plan.inverse(taps); // H is Σ a·e^{−j2πkτ}: the inverse transform puts delay τ at tap +τ
    for (let tap = 0; tap < tones; tap++) {
      taps[2 * tap] *= weights[tap];
      taps[2 * tap + 1] *= weights[tap];
    }
    plan.forward(taps);
    for (let i = 0; i < 2 * tones; i++) estimate[row + i] = taps[i];
  }
  return estimate;
}
