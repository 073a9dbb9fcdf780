/** Signal-to-noise ratio from the least-squares and the MMSE channel estimate. */

/** What eq. 4 makes of a sounding, per antenna and tone. */
export interface SnrEstimate {
  /** Signal power over noise power, linear; not positive where no signal stands out, Infinity without noise. */
  readonly snr: number;
  /** Power of the signal alone. */
  readonly signalPower: number;
  /** Noise power σ² of one symbol. */
  readonly noisePower: number;
}

/**
 * Signal-to-noise ratio, eq. 4 of the PE-MSRN paper: Σ|H_est|² over Σ|H_est − H_mmse|², the sums over symbols and antennas.
 *
 * Read to the letter the ratio is (S + N)/N of estimates that share their noise: at −10 dB it says about +0.4 dB. Two corrections
 * make it an estimate of the true S/N. The residual is divided by the share of the noise that it holds: of the noise in H_est the
 * MMSE weights keep mean(w)/L in H_mmse, so 1 − mean(w)/L is left. And the noise is taken off the numerator.
 *
 * The residual needs no H_mmse: by Parseval Σ|H̄ − H_mmse|² is Σ(1 − w)²·P over the delay taps, and the symbols' scatter about their
 * mean H̄ adds to it.
 *
 * @param power mean |H̄|² of the least-squares estimate, signal and noise
 * @param scatter of the symbols about their mean, from `estimateLeastSquares`
 * @param cellPower mean power of each delay tap of the least-squares estimate [tones]
 * @param weights MMSE weights [tones]
 * @param symbols L
 */
export function estimateSnr(
  power: number,
  scatter: number,
  cellPower: Float64Array,
  weights: Float64Array,
  symbols: number,
): SnrEstimate {
  let residual = 0;
  let kept = 0;
  for (let tap = 0; tap < weights.length; tap++) {
    residual += (1 - weights[tap]) ** 2 * cellPower[tap];
    kept += weights[tap];
  }
  return snrFromSums(power, scatter, residual / weights.length, kept / weights.length, symbols);
}

/**
 * The same from what the taps add up to.
 *
 * @param residual mean of (1 − w)²·P over the taps
 * @param kept mean of w over the taps
 */
export function snrFromSums(
  power: number,
  scatter: number,
  residual: number,
  kept: number,
  symbols: number,
): SnrEstimate {
  const share = 1 - kept / symbols;
  const noisePower = (residual + scatter) / share;
  const signalPower = power - noisePower / symbols;
  return { snr: signalPower / noisePower, signalPower, noisePower };
}
