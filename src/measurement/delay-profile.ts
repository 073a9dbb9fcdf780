/**
 * The power delay profile of a channel estimate, averaged over antennas.
 *
 * The profile of a comb of K tones is a trigonometric polynomial of degree K − 1 in the delay, whose coefficients are the
 * tones' autocorrelation summed over antennas. So each antenna needs one short transform (just long enough that the
 * autocorrelation does not wrap), and the finely sampled profile needs one long transform in all, with the same result
 * as a long transform of every antenna.
 */
import { createFftPlan, nextPowerOfTwo } from '../numerics/fft.ts';
import type { FftPlan } from '../numerics/fft.ts';

/** Transforms and scratch space for one numerology. */
export interface DelayWorkspace {
  readonly tones: number;
  readonly bins: number;
  readonly short: FftPlan;
  readonly long: FftPlan;
  /** Transform over exactly the tones: delay cells that do not overlap. */
  readonly cells: FftPlan;
  readonly scratch: Float64Array;
  readonly spectrumPower: Float64Array;
  /** Autocorrelation of the tones, mean over antennas, lags 0 … K − 1 [K, 2]. */
  readonly autocorrelation: Float64Array;
  readonly longScratch: Float64Array;
  readonly cellScratch: Float64Array;
  /** Power delay profile [bins]. */
  readonly profile: Float64Array;
  /** Mean power of each delay cell [K]; their mean is the mean power of a tone. */
  readonly cellPower: Float64Array;
}

/**
 * @param tones K, pilots of the comb
 * @param bins delay bins of the profile, at least 2K − 1 (a smaller number would fold the polynomial)
 */
export function createDelayWorkspace(tones: number, bins: number): DelayWorkspace {
  if (bins < 2 * tones - 1) throw new RangeError(`a profile of ${tones} tones needs at least ${2 * tones - 1} bins`);
  const short = createFftPlan(nextPowerOfTwo(2 * tones - 1));
  return {
    tones,
    bins,
    short,
    long: createFftPlan(bins),
    cells: createFftPlan(tones),
    scratch: new Float64Array(2 * short.size),
    spectrumPower: new Float64Array(short.size),
    autocorrelation: new Float64Array(2 * tones),
    longScratch: new Float64Array(2 * bins),
    cellScratch: new Float64Array(2 * tones),
    profile: new Float64Array(bins),
    cellPower: new Float64Array(tones),
  };
}

/**
 * Fills `workspace.profile`, P[i] = mean over antennas of |(1/K)·Σ_k H[k]·e^{+j2πki/bins}|² (eq. 3), so that a single path of
 * power p peaks at p, and `workspace.cellPower`, the power that a unitary transform over the K tones leaves in each cell.
 *
 * @param estimate [antennas, tones, 2]
 */
export function computeDelayProfile(estimate: Float32Array, workspace: DelayWorkspace): void {
  const { tones, bins, short, long, cells, scratch, spectrumPower, autocorrelation, longScratch, cellScratch } =
    workspace;
  const antennas = estimate.length / (2 * tones);
  spectrumPower.fill(0);
  for (let antenna = 0; antenna < antennas; antenna++) {
    const row = 2 * tones * antenna;
    for (let i = 0; i < 2 * tones; i++) scratch[i] = estimate[row + i];
    scratch.fill(0, 2 * tones);
    short.forward(scratch);
    for (let i = 0; i < short.size; i++) {
      const re = scratch[2 * i];
      const im = scratch[2 * i + 1];
      spectrumPower[i] += re * re + im * im;
    }
  }
  for (let i = 0; i < short.size; i++) {
    scratch[2 * i] = spectrumPower[i] / antennas;
    scratch[2 * i + 1] = 0;
  }
  // Σ_k H[k+l]·conj(H[k]) is the inverse transform of the power spectrum.
  short.inverse(scratch);
  autocorrelation.set(scratch.subarray(0, 2 * tones));

  // P(τ) = c₀ + Σ_l (c_l e^{+j…l} + conj); conjugated lags at the top of the forward transform give the plus sign.
  longScratch.fill(0);
  cellScratch.fill(0);
  for (let lag = 0; lag < tones; lag++) {
    const re = autocorrelation[2 * lag];
    const im = autocorrelation[2 * lag + 1];
    accumulate(longScratch, (bins - lag) % bins, re, im);
    accumulate(cellScratch, (tones - lag) % tones, re, im);
    if (lag === 0) continue;
    accumulate(longScratch, lag, re, -im);
    accumulate(cellScratch, lag, re, -im);
  }
  long.forward(longScratch);
  cells.forward(cellScratch);
  const { profile, cellPower } = workspace;
  for (let i = 0; i < bins; i++) profile[i] = Math.max(0, longScratch[2 * i]) / (tones * tones);
  for (let i = 0; i < tones; i++) cellPower[i] = Math.max(0, cellScratch[2 * i]) / tones;
}

function accumulate(target: Float64Array, index: number, re: number, im: number): void {
  target[2 * index] += re;
  target[2 * index + 1] += im;
}
