/**
 * The channel estimate seen over delay: the power delay profile, averaged over antennas, and the taps of every antenna.
 *
 * The profile of a comb of K tones is a trigonometric polynomial of degree K − 1 in the delay, whose coefficients are
 * the tones' autocorrelation summed over antennas. So each antenna needs transforms just long enough that the
 * autocorrelation does not wrap, and the finely sampled profile one long transform in all, with the same result as a
 * long transform of every antenna.
 *
 * Those short transforms go over a grid of 2N delays, N the power of two not below K; more than half of their input is
 * padding. Every other of those delays is a tap.
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
  readonly long: FftPlan;
  readonly cells: FftPlan;
  /** Power in each of the 2N delays, summed over antennas. */
  readonly power: Float64Array;
}

/**
 * @param antennas M
 * @param tones K, pilots of the comb
 * @param bins delays of the profile, at least 2K − 1 (a smaller number would fold the polynomial)
 */
export function createDelayWorkspace(antennas: number, tones: number, bins: number): DelayWorkspace {
  if (bins < 2 * tones - 1) throw new RangeError(`a profile of ${tones} tones needs at least ${2 * tones - 1} bins`);
  const tapCount = nextPowerOfTwo(tones);
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
      short: createFftPlan(2 * tapCount),
      long: createFftPlan(bins),
      cells: createFftPlan(tones),
      power: new Float64Array(2 * tapCount),
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
  const fine = scratch.long.points;
  const coarse = scratch.cells.points;
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
  const { short, power } = scratch;
  // Tones of an antenna, then its 2N delays [2N, 2].
  const row = short.points;
  power.fill(0);
  for (let antenna = 0; antenna < antennas; antenna++) {
    const first = 2 * tones * antenna;
    for (let i = 0; i < 2 * tones; i++) row[i] = estimate[first + i];
    short.forward(row, tones);
    splitDelays(row, taps[antenna], power);
  }
  for (let i = 0; i < 2 * tapCount; i++) {
    autocorrelation[2 * i] = power[i] / antennas;
    autocorrelation[2 * i + 1] = 0;
  }
  // The autocorrelation is the inverse transform of the power spectrum.
  short.inverse(autocorrelation);
}

/** Copies every other delay of a row [2N, 2] into its taps [N, 2], and adds the power of all [2N]. */
function splitDelays(row: Float64Array, taps: Float64Array, power: Float64Array): void {
  for (let i = 0; i < power.length; i += 2) {
    const evenR = row[2 * i];
    const evenI = row[2 * i + 1];
    const oddR = row[2 * i + 2];
    const oddI = row[2 * i + 3];
    taps[i] = evenR;
    taps[i + 1] = evenI;
    power[i] += evenR * evenR + evenI * evenI;
    power[i + 1] += oddR * oddR + oddI * oddI;
  }
}

function accumulate(target: Float64Array, index: number, re: number, im: number): void {
  target[2 * index] += re;
  target[2 * index + 1] += im;
}
