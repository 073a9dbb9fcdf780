/**
 * The channel estimate seen over delay: the power delay profile, averaged over antennas, and the taps of every antenna.
 *
 * The profile of a comb of K tones is a trigonometric polynomial of degree K − 1 in the delay, whose coefficients are
 * the tones' autocorrelation summed over antennas. So each antenna needs transforms just long enough that the
 * autocorrelation does not wrap, and the finely sampled profile one long transform in all, with the same result as a
 * long transform of every antenna.
 *
 * Those short transforms go over a grid of 2N delays, N the power of two not below K. Half of it is zero padding, so it
 * is two transforms of N: one of the tones (even delays), one of the tones turned by half a cell (odd delays).
 */
import { createFftPlan, nextPowerOfTwo } from '../numerics/fft.ts';
import type { FftPlan } from '../numerics/fft.ts';

/** Transforms and scratch space for one panel and numerology. Its contents belong to the latest call. */
export interface DelayWorkspace {
  readonly antennas: number;
  /** K, pilots of the comb. */
  readonly tones: number;
  /** Delays of the profile. */
  readonly bins: number;
  /** N: delays of a tap row. A tap is the repetition period over N wide. */
  readonly tapCount: number;
  /** Taps of each antenna, Σ_k H[k]·e^{+j2πkn/N} [N, 2] stored at index (N − n) mod N. */
  readonly taps: readonly Float64Array[];
  /** Power delay profile [bins]. */
  readonly profile: Float64Array;
  /** Mean power of each of K delay cells; their mean is the mean power of a tone [K]. */
  readonly cellPower: Float64Array;
  /** Autocorrelation of the tones, Σ_k H[k+l]·conj(H[k]), mean over antennas; lags 0 … K − 1 are valid [2N, 2]. */
  readonly autocorrelation: Float64Array;
  readonly scratch: DelayScratch;
}

interface DelayScratch {
  readonly short: FftPlan;
  readonly joined: FftPlan;
  readonly long: FftPlan;
  readonly cells: FftPlan;
  /** e^{−jπk/N}: half a cell of delay [K, 2]. */
  readonly halfCell: Float64Array;
  readonly odd: Float64Array;
  readonly evenPower: Float64Array;
  readonly oddPower: Float64Array;
  readonly fine: Float64Array;
  readonly coarse: Float64Array;
}

/**
 * @param antennas M
 * @param tones K, pilots of the comb
 * @param bins delays of the profile, at least 2K − 1 (a smaller number would fold the polynomial)
 */
export function createDelayWorkspace(antennas: number, tones: number, bins: number): DelayWorkspace {
  if (bins < 2 * tones - 1) throw new RangeError(`a profile of ${tones} tones needs at least ${2 * tones - 1} bins`);
  const tapCount = nextPowerOfTwo(tones);
  const halfCell = new Float64Array(2 * tones);
  for (let k = 0; k < tones; k++) {
    halfCell[2 * k] = Math.cos((Math.PI * k) / tapCount);
    halfCell[2 * k + 1] = -Math.sin((Math.PI * k) / tapCount);
  }
  return {
    antennas,
    tones,
    bins,
    tapCount,
    taps: Array.from({ length: antennas }, () => new Float64Array(2 * tapCount)),
    profile: new Float64Array(bins),
    cellPower: new Float64Array(tones),
    autocorrelation: new Float64Array(4 * tapCount),
    scratch: {
      short: createFftPlan(tapCount),
      joined: createFftPlan(2 * tapCount),
      long: createFftPlan(bins),
      cells: createFftPlan(tones),
      halfCell,
      odd: new Float64Array(2 * tapCount),
      evenPower: new Float64Array(tapCount),
      oddPower: new Float64Array(tapCount),
      fine: new Float64Array(2 * bins),
      coarse: new Float64Array(2 * tones),
    },
  };
}

/**
 * Fills `workspace.profile`, P[i] = mean over antennas of |(1/K)·Σ_k H[k]·e^{+j2πki/bins}|² (PE-MSRN paper, eq. 3), so
 * that a single path of power p peaks at p; `workspace.cellPower`, the power that a unitary transform over the K tones
 * leaves in each cell; and `workspace.taps`.
 *
 * @param estimate [antennas, tones, 2]
 */
export function computeDelayProfile(estimate: Float32Array, workspace: DelayWorkspace): void {
  const { tones, bins, profile, cellPower, autocorrelation, scratch } = workspace;
  const { fine, coarse } = scratch;
  computeAutocorrelation(estimate, workspace);
  // P(τ) = c₀ + Σ_l (c_l·e^{+j…l} + conj): lag l goes to index −l of a forward transform.
  fine.fill(0);
  coarse.fill(0);
  for (let lag = 0; lag < tones; lag++) {
    const re = autocorrelation[2 * lag];
    const im = autocorrelation[2 * lag + 1];
    accumulate(fine, (bins - lag) % bins, re, im);
    accumulate(coarse, (tones - lag) % tones, re, im);
    if (lag === 0) continue;
    accumulate(fine, lag, re, -im);
    accumulate(coarse, lag, re, -im);
  }
  scratch.long.forward(fine);
  scratch.cells.forward(coarse);
  // Rounding can push an empty bin below zero.
  for (let i = 0; i < bins; i++) profile[i] = Math.max(0, fine[2 * i]) / (tones * tones);
  for (let i = 0; i < tones; i++) cellPower[i] = Math.max(0, coarse[2 * i]) / tones;
}

/** Fills `taps` and `autocorrelation`. */
function computeAutocorrelation(estimate: Float32Array, workspace: DelayWorkspace): void {
  const { antennas, tones, tapCount, taps, autocorrelation, scratch } = workspace;
  const { short, halfCell, odd, evenPower, oddPower } = scratch;
  evenPower.fill(0);
  oddPower.fill(0);
  for (let antenna = 0; antenna < antennas; antenna++) {
    const row = 2 * tones * antenna;
    const even = taps[antenna];
    for (let i = 0; i < 2 * tones; i += 2) {
      const re = estimate[row + i];
      const im = estimate[row + i + 1];
      even[i] = re;
      even[i + 1] = im;
      odd[i] = re * halfCell[i] - im * halfCell[i + 1];
      odd[i + 1] = re * halfCell[i + 1] + im * halfCell[i];
    }
    even.fill(0, 2 * tones);
    odd.fill(0, 2 * tones);
    short.forward(even);
    short.forward(odd);
    for (let i = 0; i < tapCount; i++) {
      evenPower[i] += even[2 * i] * even[2 * i] + even[2 * i + 1] * even[2 * i + 1];
      oddPower[i] += odd[2 * i] * odd[2 * i] + odd[2 * i + 1] * odd[2 * i + 1];
    }
  }
  autocorrelation.fill(0);
  for (let i = 0; i < tapCount; i++) {
    autocorrelation[4 * i] = evenPower[i] / antennas;
    autocorrelation[4 * i + 2] = oddPower[i] / antennas;
  }
  // The autocorrelation is the inverse transform of the power spectrum.
  scratch.joined.inverse(autocorrelation);
}

function accumulate(target: Float64Array, index: number, re: number, im: number): void {
  target[2 * index] += re;
  target[2 * index + 1] += im;
}
