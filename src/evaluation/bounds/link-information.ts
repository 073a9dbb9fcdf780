/** What one site's sounding says about where the user is: the Fisher information of the ray-traced channel. */
import { antennaCount, panelFrame } from '../../channel/array.ts';
import type { RadioConfiguration } from '../../channel/radio.ts';
import { pilotToneCount } from '../../channel/radio.ts';
import type { ChannelPaths } from '../../channel/synthesize.ts';
import type { Site } from '../../scene/sites.ts';
import type { PathDerivatives } from './path-derivatives.ts';
import { createPathMoments, MOMENT_WEIGHTS } from './path-moments.ts';

/**
 * What the receiver knows of the complex path gains besides the map.
 * - `unknown-per-path`: nothing; delays within the band and directions across the panel are all there is (non-coherent).
 * - `unknown-per-site`: how the paths relate, not the common gain and phase of the site.
 * - `known`: everything, down to the carrier phase (coherent).
 */
export type GainKnowledge = 'unknown-per-path' | 'unknown-per-site' | 'known';

/** A nuisance column that others explain to this share is no column of its own. */
const DEPENDENT = 1e-10;

/**
 * Equivalent Fisher information about the user's position (Kay 1993, Fundamentals of Statistical Signal Processing,
 * eq. 15.52; Shen and Win 2010, IEEE Trans. Inf. Theory 56(10), definition 1): for y = μ(x, α) + n in white noise of
 * power σ² a sample, J = (2L/σ²)·Re{Gᴴ(I − P)G}, with G = ∂μ/∂x, L symbols, and P the projection onto what the unknown
 * gains can explain. Magnitudes count as constant: what they say is less than what phases say by (λ/2πd)².
 *
 * @param paths of the link; a path whose derivatives are NaN is left out altogether
 * @param derivatives of the same paths
 * @param site the panel
 * @param radio the numerology
 * @param snr mean received power per antenna and tone over noise power per tone and symbol, linear
 * @param gains what is known of the path gains
 * @returns J [3, 3] over x, y, z, per square metre; zero without paths
 */
export function linkInformation(
  paths: ChannelPaths,
  derivatives: PathDerivatives,
  site: Site,
  radio: RadioConfiguration,
  snr: number,
  gains: GainKnowledge,
): Float64Array {
  const members = Array.from({ length: paths.count }, (_, p) => p).filter(
    (p) => !Number.isNaN(derivatives.delays[3 * p]),
  );
  const slopes = members.map((p) => phaseSlopes(derivatives, p, site, radio, gains !== 'unknown-per-path'));
  const nuisances = nuisanceCount(gains, members.length);
  const size = nuisances + 3;
  const gram = new Float64Array(2 * size * size);
  const moments = new Float64Array(2 * MOMENT_WEIGHTS ** 2);
  const momentsOf = createPathMoments(paths, site, radio);
  let power = 0;
  members.forEach((p, i) => {
    members.forEach((q, j) => {
      if (j < i) return;
      momentsOf(p, q, moments);
      // Both orders of a pair at once: S(q, p) is the conjugate of S(p, q).
      for (const [left, right, sign] of j > i
        ? ([
            [i, j, 1],
            [j, i, -1],
          ] as const)
        : ([[i, j, 1]] as const)) {
        power += addPair(gram, size, moments, sign, { left, right, members, slopes, paths, nuisances, gains });
      }
    });
  });
  const information = new Float64Array(9);
  if (!(power > 0)) return information;
  eliminate(gram, size, nuisances);
  const samples = antennaCount(site.panel) * pilotToneCount(radio);
  const scale = (2 * radio.symbols * snr * samples) / power;
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      // Rounding may leave what was eliminated a little off; information is symmetric.
      const here = gram[2 * ((nuisances + i) * size + nuisances + j)];
      const there = gram[2 * ((nuisances + j) * size + nuisances + i)];
      information[3 * i + j] = (scale * (here + there)) / 2;
    }
  }
  return information;
}

function nuisanceCount(gains: GainKnowledge, paths: number): number {
  switch (gains) {
    case 'unknown-per-path':
      return paths;
    case 'unknown-per-site':
      return 1;
    case 'known':
      return 0;
    default:
      return gains satisfies never;
  }
}

/**
 * ∂(phase of g_p·α_p)/∂x as coefficients of the weights of a sample [3 of x, 4]: the carrier, horizontal place, vertical
 * place, frequency. An unknown gain of the path itself takes the carrier's part; leaving it out saves eight digits.
 */
function phaseSlopes(
  { delays, directions }: PathDerivatives,
  path: number,
  { orientation, panel }: Site,
  radio: RadioConfiguration,
  withCarrier: boolean,
): Float64Array {
  const { horizontal, vertical } = panelFrame(orientation);
  const slopes = new Float64Array(3 * MOMENT_WEIGHTS);
  for (let axis = 0; axis < 3; axis++) {
    let h = 0;
    let v = 0;
    for (let component = 0; component < 3; component++) {
      const turn = directions[9 * path + 3 * component + axis];
      h += horizontal[component] * turn;
      v += vertical[component] * turn;
    }
    const delay = delays[3 * path + axis];
    const carrier = withCarrier ? -radio.carrierFrequency * delay : 0;
    slopes.set(
      [carrier, panel.spacing * h, panel.spacing * v, -delay].map((value) => 2 * Math.PI * value),
      MOMENT_WEIGHTS * axis,
    );
  }
  return slopes;
}

interface PathPair {
  readonly left: number;
  readonly right: number;
  readonly members: readonly number[];
  readonly slopes: readonly Float64Array[];
  readonly paths: ChannelPaths;
  readonly nuisances: number;
  readonly gains: GainKnowledge;
}

/**
 * Adds what one ordered pair of paths brings to the Gram matrix of the columns [nuisances, ∂μ/∂x, ∂μ/∂y, ∂μ/∂z].
 *
 * @param moments S(p, q) of the pair in its first order
 * @param sign of the imaginary part: −1 for the second order
 * @returns what the pair brings to ‖μ‖²
 */
function addPair(gram: Float64Array, size: number, moments: Float64Array, sign: 1 | -1, pair: PathPair): number {
  const { left, right, members, slopes, paths, nuisances, gains } = pair;
  const { amplitudes } = paths;
  const lr = amplitudes[2 * members[left]];
  const li = amplitudes[2 * members[left] + 1];
  const rr = amplitudes[2 * members[right]];
  const ri = amplitudes[2 * members[right] + 1];
  // conj(α_p)·α_q
  const productRe = lr * rr + li * ri;
  const productIm = lr * ri - li * rr;
  const add = (row: number, column: number, re: number, im: number): void => {
    gram[2 * (row * size + column)] += re;
    gram[2 * (row * size + column) + 1] += im;
  };
  const [baseRe, baseIm] = [moments[0], sign * moments[1]];
  const powerRe = productRe * baseRe - productIm * baseIm;
  if (gains === 'unknown-per-path') add(left, right, baseRe, baseIm);
  else if (gains === 'unknown-per-site') add(0, 0, powerRe, productRe * baseIm + productIm * baseRe);
  for (let axis = 0; axis < 3; axis++) {
    // ⟨g_p, ∂g_q⟩ = j·Σ_b c_b·S_0b
    let re = 0;
    let im = 0;
    for (let b = 0; b < MOMENT_WEIGHTS; b++) {
      const slope = slopes[right][MOMENT_WEIGHTS * axis + b];
      re -= slope * sign * moments[2 * b + 1];
      im += slope * moments[2 * b];
    }
    if (gains !== 'known') {
      const weightRe = gains === 'unknown-per-path' ? rr : productRe;
      const weightIm = gains === 'unknown-per-path' ? ri : productIm;
      const row = gains === 'unknown-per-path' ? left : 0;
      const crossRe = weightRe * re - weightIm * im;
      const crossIm = weightRe * im + weightIm * re;
      add(row, nuisances + axis, crossRe, crossIm);
      add(nuisances + axis, row, crossRe, -crossIm);
    }
    for (let other = 0; other < 3; other++) {
      // ⟨∂g_p, ∂g_q⟩ = Σ_ab c_a·c_b·S_ab
      let sumRe = 0;
      let sumIm = 0;
      for (let a = 0; a < MOMENT_WEIGHTS; a++) {
        for (let b = 0; b < MOMENT_WEIGHTS; b++) {
          const weight = slopes[left][MOMENT_WEIGHTS * other + a] * slopes[right][MOMENT_WEIGHTS * axis + b];
          sumRe += weight * moments[2 * (MOMENT_WEIGHTS * a + b)];
          sumIm += weight * sign * moments[2 * (MOMENT_WEIGHTS * a + b) + 1];
        }
      }
      add(
        nuisances + other,
        nuisances + axis,
        productRe * sumRe - productIm * sumIm,
        productRe * sumIm + productIm * sumRe,
      );
    }
  }
  return powerRe;
}

/**
 * Schur complement in place: takes off what the first columns explain of the last. The largest pivot goes first, and
 * columns that others explain already (paths that the sounding cannot tell apart) are passed over.
 */
function eliminate(gram: Float64Array, size: number, nuisances: number): void {
  const waiting = new Set(Array.from({ length: nuisances }, (_, i) => i));
  const original = Float64Array.from({ length: nuisances }, (_, i) => gram[2 * (i * size + i)]);
  while (waiting.size > 0) {
    let pivot = -1;
    let largest = DEPENDENT;
    for (const i of waiting) {
      const share = gram[2 * (i * size + i)] / original[i];
      if (share > largest) {
        largest = share;
        pivot = i;
      }
    }
    if (pivot < 0) return;
    waiting.delete(pivot);
    const diagonal = gram[2 * (pivot * size + pivot)];
    for (let i = 0; i < size; i++) {
      if (i < nuisances && !waiting.has(i)) continue;
      const fr = gram[2 * (i * size + pivot)] / diagonal;
      const fi = gram[2 * (i * size + pivot) + 1] / diagonal;
      if (fr === 0 && fi === 0) continue;
      for (let j = 0; j < size; j++) {
        const pr = gram[2 * (pivot * size + j)];
        const pi = gram[2 * (pivot * size + j) + 1];
        gram[2 * (i * size + j)] -= fr * pr - fi * pi;
        gram[2 * (i * size + j) + 1] -= fr * pi + fi * pr;
      }
    }
  }
}
