/** How well a place explains what one site received, in tapered taps: the paths of the twin against the taps. */
import { antennaCount, panelFrame } from '../../channel/array.ts';
import { pilotToneCount, pilotToneSpacing } from '../../channel/radio.ts';
import type { RadioConfiguration } from '../../channel/radio.ts';
import { lowestPilotFrequency } from '../../channel/srs.ts';
import { NOISE_SHARE, taperedKernel } from '../../features/taps/tapered-taps.ts';
import { tapPowers } from '../../features/tap-power.ts';
import type { Site } from '../../scene/sites.ts';
import type { DisplacedPaths } from './displaced-paths.ts';
import type { KnowledgeStage, Reception } from './twin.ts';

/** Taps on either side of a path outside of which it is below −60 dB. */
const REACH = 6;

/** What a place explains of one link, for each stage of knowledge. */
export interface LinkLikelihood {
  /** Log-likelihoods, up to a constant. */
  readonly log: Readonly<Record<KnowledgeStage, number>>;
  /** Power that the paths leave unexplained. */
  readonly left: Readonly<Record<KnowledgeStage, number>>;
  /** All power in the taps that the paths touch. */
  readonly power: number;
  /** Noise power in the same taps. */
  readonly expected: number;
  /** Noise power that as many free gains as there are paths explain beside the signal. */
  readonly taken: number;
}

/** Evaluates one link again and again; owns its scratch space. */
export interface LinkEvaluator {
  evaluate(paths: DisplacedPaths): LinkLikelihood;
}

/**
 * Prepares a link.
 *
 * With the signatures S of the paths (amplitudes included), z = Sᴴy and G = SᴴS: unknown gains per path make y Gaussian of
 * covariance SSᴴ + σ²I, log p = zᴴ(G + σ²I)⁻¹z/σ² − log det(G/σ² + I) up to a constant (Woodbury); one unknown gain leaves
 * |1ᵀz|²/(1ᵀG1·σ²), maximised over it, and a known one (2Re 1ᵀz − 1ᵀG1)/σ². The taper colours the noise a little, which is neglected.
 *
 * @param most paths that are handed in at most
 */
export function createLinkEvaluator(
  { taps, noisePower }: Reception,
  site: Site,
  radio: RadioConfiguration,
  most: number,
): LinkEvaluator {
  const { panel } = site;
  const antennas = antennaCount(panel);
  const tones = pilotToneCount(radio);
  const spacing = pilotToneSpacing(radio);
  const middle = lowestPilotFrequency(radio) + ((tones - 1) / 2) * spacing;
  const count = taps.length / antennas / 2;
  const noise = (NOISE_SHARE * noisePower) / tones;
  const { horizontal, vertical } = panelFrame(site.orientation);
  const width = 2 * REACH + 1;
  const pulses = new Float64Array(most * width);
  const firsts = new Int32Array(most);
  const cosines = new Float64Array(2 * most);
  const columnPhasors = new Float64Array(4 * most);
  const rowPhasors = new Float64Array(4 * most);
  const gains = new Float64Array(2 * most);
  const z = new Float64Array(2 * most);
  const gram = new Float64Array(2 * most * most);
  const factor = new Float64Array(2 * most * most);
  const solved = new Float64Array(2 * most);
  const beam = new Float64Array(2 * antennas);
  const powers = tapPowers(taps, antennas).map((value) => antennas * value);

  /** Pulse, direction and amplitude of every path. */
  const place = (paths: DisplacedPaths): void => {
    for (let p = 0; p < paths.count; p++) {
      const at = paths.delays[p] * tones * spacing;
      firsts[p] = Math.round(at) - REACH;
      for (let i = 0; i < width; i++) pulses[p * width + i] = taperedKernel(firsts[p] + i - at, tones);
      const [ux, uy, uz] = paths.departures.subarray(3 * p, 3 * p + 3);
      cosines[2 * p] = horizontal[0] * ux + horizontal[1] * uy + horizontal[2] * uz;
      cosines[2 * p + 1] = vertical[0] * ux + vertical[1] * uy + vertical[2] * uz;
      writePhasors(panel.spacing * cosines[2 * p], panel.columns, columnPhasors, p);
      writePhasors(panel.spacing * cosines[2 * p + 1], panel.rows, rowPhasors, p);
      const turns = middle * paths.delays[p];
      const phase = -2 * Math.PI * (turns - Math.round(turns));
      const [ar, ai] = [paths.amplitudes[2 * p], paths.amplitudes[2 * p + 1]];
      gains[2 * p] = ar * Math.cos(phase) - ai * Math.sin(phase);
      gains[2 * p + 1] = ar * Math.sin(phase) + ai * Math.cos(phase);
    }
  };

  /** z_p = conj(a_p)·Σ_n W·Σ_m conj(steering)·y. */
  const correlate = (paths: number): void => {
    const { rows, columns } = panel;
    for (let p = 0; p < paths; p++) {
      beam.fill(0);
      for (let i = 0; i < width; i++) {
        const n = firsts[p] + i;
        if (n < 0 || n >= count) continue;
        const weight = pulses[p * width + i];
        for (let m = 0, at = 2 * antennas * n; m < 2 * antennas; m++, at++) beam[m] += weight * taps[at];
      }
      const across = 2 * Math.PI * panel.spacing * cosines[2 * p];
      const up = 2 * Math.PI * panel.spacing * cosines[2 * p + 1];
      const [sr, si] = [Math.cos(across), -Math.sin(across)];
      let re = 0;
      let im = 0;
      for (let row = 0; row < rows; row++) {
        const phase = -(up * (row - (rows - 1) / 2) - (across * (columns - 1)) / 2);
        let c = Math.cos(phase);
        let s = Math.sin(phase);
        for (let column = 0; column < columns; column++) {
          const at = 2 * (row * columns + column);
          re += beam[at] * c - beam[at + 1] * s;
          im += beam[at] * s + beam[at + 1] * c;
          const next = c * sr - s * si;
          s = c * si + s * sr;
          c = next;
        }
      }
      z[2 * p] = gains[2 * p] * re + gains[2 * p + 1] * im;
      z[2 * p + 1] = gains[2 * p] * im - gains[2 * p + 1] * re;
    }
  };

  /** G_pq = conj(a_p)·a_q·Σ_n W_p W_q·Σ_m conj(steering_p)·steering_q. */
  const overlap = (paths: number): void => {
    for (let p = 0; p < paths; p++) {
      for (let q = 0; q <= p; q++) {
        let shared = 0;
        const shift = firsts[p] - firsts[q];
        for (let i = Math.max(0, -shift); i < Math.min(width, width - shift); i++) {
          shared += pulses[p * width + i] * pulses[q * width + i + shift];
        }
        if (shared !== 0) {
          shared *= sumAlong(columnPhasors, p, q, panel.columns) * sumAlong(rowPhasors, p, q, panel.rows);
        }
        const re = shared * (gains[2 * p] * gains[2 * q] + gains[2 * p + 1] * gains[2 * q + 1]);
        const im = shared * (gains[2 * p] * gains[2 * q + 1] - gains[2 * p + 1] * gains[2 * q]);
        const below = 2 * (p * paths + q);
        const above = 2 * (q * paths + p);
        gram[below] = re;
        gram[below + 1] = im;
        gram[above] = re;
        gram[above + 1] = -im;
      }
    }
  };

  /** Power of the taps that some path touches, and how many of them there are. */
  const around = (paths: number): { power: number; taps: number } => {
    const touched = new Set<number>();
    for (let p = 0; p < paths; p++) {
      for (let i = 0; i < width; i++) if (firsts[p] + i >= 0 && firsts[p] + i < count) touched.add(firsts[p] + i);
    }
    let power = 0;
    for (const n of touched) power += powers[n];
    return { power, taps: touched.size };
  };

  return {
    evaluate(paths) {
      const size = paths.count;
      place(paths);
      correlate(size);
      overlap(size);
      let [sumRe, sumIm, signal] = [0, 0, 0];
      for (let p = 0; p < size; p++) {
        sumRe += z[2 * p];
        sumIm += z[2 * p + 1];
        for (let q = 0; q < size; q++) signal += gram[2 * (p * size + q)];
      }
      factor.set(gram.subarray(0, 2 * size * size));
      for (let p = 0; p < size; p++) factor[2 * (p * size + p)] += noise;
      const logDeterminant = factorHermitian(factor, size);
      solved.set(z.subarray(0, 2 * size));
      const explained = solveLower(factor, size, solved);
      const perSite = signal > 0 ? (sumRe ** 2 + sumIm ** 2) / signal : 0;
      const coherent = 2 * sumRe - signal;
      const { power, taps: touched } = around(size);
      return {
        log: {
          'per-path': explained / noise - (logDeterminant - size * Math.log(noise)),
          'per-site': perSite / noise,
          coherent: coherent / noise,
        },
        left: { 'per-path': power - explained, 'per-site': power - perSite, coherent: power - coherent },
        power,
        expected: noise * antennas * touched,
        taken: noise * size,
      };
    },
  };
}

/** cos and sin of πx, then of πNx, as the phasors of path p [paths, 4]. */
function writePhasors(x: number, elements: number, target: Float64Array, p: number): void {
  target[4 * p] = Math.cos(Math.PI * x);
  target[4 * p + 1] = Math.sin(Math.PI * x);
  target[4 * p + 2] = Math.cos(Math.PI * elements * x);
  target[4 * p + 3] = Math.sin(Math.PI * elements * x);
}

/** Below this sine the elements are in phase. */
const IN_PHASE = 1e-9;

/**
 * Σ_n e^{j2π(n − n̄)(x_q − x_p)} over N elements, sin(πN·Δ)/sin(π·Δ), by the sine of a difference of what `writePhasors` wrote: five
 * hundred pairs of paths would otherwise ask for a sine four times each.
 */
function sumAlong(phasors: Float64Array, p: number, q: number, elements: number): number {
  const [a, b] = [4 * p, 4 * q];
  const step = phasors[b + 1] * phasors[a] - phasors[b] * phasors[a + 1];
  const whole = phasors[b + 3] * phasors[a + 2] - phasors[b + 2] * phasors[a + 3];
  if (Math.abs(step) > IN_PHASE) return whole / step;
  // At whole turns both sines vanish; what is left is the sign.
  const steps = phasors[b] * phasors[a] + phasors[b + 1] * phasors[a + 1];
  return (elements * (phasors[b + 2] * phasors[a + 2] + phasors[b + 3] * phasors[a + 3])) / steps;
}

/**
 * Cholesky factor of a Hermitian positive definite matrix, in place in its lower triangle (Golub and Van Loan, §4.2).
 *
 * @returns log of its determinant
 */
function factorHermitian(matrix: Float64Array, size: number): number {
  let logDeterminant = 0;
  for (let column = 0; column < size; column++) {
    let pivot = matrix[2 * (column * size + column)];
    for (let k = 0; k < column; k++) {
      const at = 2 * (column * size + k);
      pivot -= matrix[at] ** 2 + matrix[at + 1] ** 2;
    }
    const root = Math.sqrt(pivot);
    logDeterminant += 2 * Math.log(root);
    matrix[2 * (column * size + column)] = root;
    for (let row = column + 1; row < size; row++) {
      let re = matrix[2 * (row * size + column)];
      let im = matrix[2 * (row * size + column) + 1];
      for (let k = 0; k < column; k++) {
        const a = 2 * (row * size + k);
        const b = 2 * (column * size + k);
        re -= matrix[a] * matrix[b] + matrix[a + 1] * matrix[b + 1];
        im -= matrix[a + 1] * matrix[b] - matrix[a] * matrix[b + 1];
      }
      matrix[2 * (row * size + column)] = re / root;
      matrix[2 * (row * size + column) + 1] = im / root;
    }
  }
  return logDeterminant;
}

/**
 * Solves L·w = z in place.
 *
 * @returns |w|² = zᴴ(LLᴴ)⁻¹z
 */
function solveLower(factor: Float64Array, size: number, vector: Float64Array): number {
  let squared = 0;
  for (let row = 0; row < size; row++) {
    let re = vector[2 * row];
    let im = vector[2 * row + 1];
    for (let k = 0; k < row; k++) {
      const at = 2 * (row * size + k);
      re -= factor[at] * vector[2 * k] - factor[at + 1] * vector[2 * k + 1];
      im -= factor[at] * vector[2 * k + 1] + factor[at + 1] * vector[2 * k];
    }
    const root = factor[2 * (row * size + row)];
    vector[2 * row] = re / root;
    vector[2 * row + 1] = im / root;
    squared += (re / root) ** 2 + (im / root) ** 2;
  }
  return squared;
}
