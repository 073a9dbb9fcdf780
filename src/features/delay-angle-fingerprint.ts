/**
 * The delay–angle fingerprint: a channel estimate seen by delay and by the panel's beams instead of by tone and element, where a
 * few paths fill a few cells. A transform over the tones, then one over the columns and one over the rows of the panel; of the
 * delays a window is kept (DiffLoc's input: "the first L delay taps", here from any tap on).
 */
import { antennaCount } from '../channel/array.ts';
import { createFftPlan } from '../numerics/fft.ts';
import type { AntennaPanel } from '../scene/sites.ts';

/** The delays that a fingerprint keeps. A tap is the comb's unambiguous delay over the number of tones. */
export interface DelayWindow {
  /** First tap; the taps are a circle, so it may be negative. */
  readonly first: number;
  /** Taps kept, at most the number of tones. */
  readonly count: number;
}

/**
 * X[u, v, n] = (1/√(RCK))·Σ H[r, c, k]·e^{−j2π(ur/R + vc/C)}·e^{+j2πkn/K}: unitary, so that all delays together hold the power of
 * the estimate. Beams run from −⌊R/2⌋ and −⌊C/2⌋ on; the middle one looks along the boresight, and a wave of direction cosine p
 * along the columns peaks at v = p·spacing·C, modulo C.
 *
 * @param estimate channel estimate [antennas, tones, 2]
 * @param panel whose elements they are
 * @returns [rows (beams in elevation), columns (beams in azimuth), window.count, 2]
 */
export function delayAngleFingerprint(
  estimate: Float32Array,
  panel: AntennaPanel,
  { first, count }: DelayWindow,
): Float32Array {
  const { rows, columns } = panel;
  const antennas = antennaCount(panel);
  const tones = estimate.length / antennas / 2;
  const delays = createFftPlan(tones);
  const beams = new Float64Array(2 * antennas * count);
  const line = new Float64Array(2 * tones);
  // The inverse transform divides by K; √K of it is put back.
  const scale = Math.sqrt(tones / antennas);
  for (let antenna = 0; antenna < antennas; antenna++) {
    for (let i = 0; i < 2 * tones; i++) line[i] = scale * estimate[2 * tones * antenna + i];
    delays.inverse(line);
    for (let n = 0; n < count; n++) {
      const tap = 2 * ((((first + n) % tones) + tones) % tones);
      beams[2 * (antenna * count + n)] = line[tap];
      beams[2 * (antenna * count + n) + 1] = line[tap + 1];
    }
  }
  transformAxis(beams, rows, columns, count);
  transformAxis(beams, 1, rows, columns * count);
  const fingerprint = new Float32Array(beams.length);
  for (let u = 0; u < rows; u++) {
    for (let v = 0; v < columns; v++) {
      const beam = ((u + rows - (rows >> 1)) % rows) * columns + ((v + columns - (columns >> 1)) % columns);
      fingerprint.set(beams.subarray(2 * beam * count, 2 * (beam + 1) * count), 2 * (u * columns + v) * count);
    }
  }
  return fingerprint;
}

/** Forward transforms along the middle axis of [outer, length, inner, 2], in place. */
function transformAxis(data: Float64Array, outer: number, length: number, inner: number): void {
  const plan = createFftPlan(length);
  const line = new Float64Array(2 * length);
  for (let row = 0; row < outer; row++) {
    for (let lane = 0; lane < inner; lane++) {
      const at = (n: number): number => 2 * ((row * length + n) * inner + lane);
      for (let n = 0; n < length; n++) {
        line[2 * n] = data[at(n)];
        line[2 * n + 1] = data[at(n) + 1];
      }
      plan.forward(line);
      for (let n = 0; n < length; n++) {
        data[at(n)] = line[2 * n];
        data[at(n) + 1] = line[2 * n + 1];
      }
    }
  }
}
