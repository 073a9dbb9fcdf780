/** Runs a diffusion backwards: from noise to positions, one site's posterior or the product of several. */
import type { RandomGenerator } from '../../numerics/random.ts';
import { DATA_DEVIATION, noiseLevels } from './edm.ts';

/**
 * Denoised positions of one site.
 *
 * @param positions noisy positions [samples, 2], normalised
 * @param sigma their noise
 * @returns [samples, 2]; a sample that the site says nothing of as it is
 */
export type Denoise = (positions: Float64Array, sigma: number) => Promise<ArrayLike<number>>;

/** What a run is asked for. */
export interface SampleRequest {
  readonly samples: number;
  readonly steps: number;
  /**
   * For each sample the number B of sites that say something of it [samples]: B − 1 times the prior is then taken out of the sum
   * of their B scores, because each of them holds it. Null leaves it in.
   */
  readonly prior: ArrayLike<number> | null;
}

/** A run, step by step. */
export interface DiffusionTrace {
  /** Noise levels [steps + 1], normalised. */
  readonly sigma: Float64Array;
  /** Positions at each of them [steps + 1, samples, 2], normalised. */
  readonly positions: Float32Array;
}

/** Positions beyond this are drawn back: sums of scores may overshoot while the noise is large. */
const FARTHEST = 30;

/**
 * Euler steps of the probability-flow equation, see {@link stepDown}, from nothing but noise.
 *
 * @param sites one denoiser each
 */
export async function sampleDiffusion(
  sites: readonly Denoise[],
  { samples, steps, prior }: SampleRequest,
  random: RandomGenerator,
): Promise<DiffusionTrace> {
  const sigma = noiseLevels(steps);
  const positions = new Float32Array(2 * samples * (steps + 1));
  let x = new Float64Array(2 * samples);
  random.fillNormal(x, sigma[0]);
  positions.set(x);
  for (let step = 0; step < steps; step++) {
    x = await stepDown(sites, x, sigma[step], sigma[step + 1], prior);
    positions.set(x, 2 * samples * (step + 1));
  }
  return { sigma, positions };
}

/**
 * One Euler step of the probability-flow equation (Karras et al. 2022, algorithm 1 without the correction): dx/dσ is the sum over
 * the sites of (x − D(x, σ))/σ, minus their scores' shares of a Gaussian prior where asked for.
 *
 * @param x positions [samples, 2], normalised
 * @param level their noise
 * @param next the noise that they go down to
 * @param prior see {@link SampleRequest}
 * @returns [samples, 2], normalised
 */
export async function stepDown(
  sites: readonly Denoise[],
  x: Float64Array,
  level: number,
  next: number,
  prior: ArrayLike<number> | null,
): Promise<Float64Array<ArrayBuffer>> {
  const slope = new Float64Array(x.length);
  for (const denoise of sites) {
    const clean = await denoise(x, level);
    for (let i = 0; i < x.length; i++) slope[i] += (x[i] - clean[i]) / level;
  }
  if (prior) {
    // The prior's own denoiser is linear: D(x) = x·σd²/(σd² + σ²).
    const share = level / (DATA_DEVIATION ** 2 + level ** 2);
    for (let i = 0; i < x.length; i++) slope[i] -= (prior[i >> 1] - 1) * share * x[i];
  }
  return Float64Array.from(x, (value, i) => Math.min(FARTHEST, Math.max(-FARTHEST, value + (next - level) * slope[i])));
}

/**
 * Geometric median of positions (Weiszfeld's iteration): a few samples in another street do not move it.
 *
 * @param last [samples, 2]
 */
export function centreOf(last: ArrayLike<number>): [x: number, y: number] {
  const samples = last.length / 2;
  let [x, y] = [0, 0];
  for (let i = 0; i < samples; i++) {
    x += last[2 * i] / samples;
    y += last[2 * i + 1] / samples;
  }
  for (let step = 0; step < 30; step++) {
    let [sx, sy, total] = [0, 0, 0];
    for (let i = 0; i < samples; i++) {
      const weight = 1 / Math.max(Math.hypot(last[2 * i] - x, last[2 * i + 1] - y), 1e-9);
      sx += weight * last[2 * i];
      sy += weight * last[2 * i + 1];
      total += weight;
    }
    x = sx / total;
    y = sy / total;
  }
  return [x, y];
}
