/** Runs a diffusion backwards: from noise to positions, one site's posterior or the product of several. */
import { createRandom } from '../../numerics/random.ts';
import { DATA_DEVIATION, noiseLevels } from './edm.ts';

/**
 * Denoised positions of one site.
 *
 * @param positions noisy positions [samples, 2], normalised
 * @param sigma their noise
 * @returns [samples, 2]; a sample that the site says nothing of as it is
 */
export type Denoise = (positions: Float64Array, sigma: number) => Promise<ArrayLike<number>>;

/** Whose scores are summed. */
export interface Listening {
  /** For each sample the number B of sites that say something of it [samples]. */
  readonly listeners: ArrayLike<number>;
  /** Whether B − 1 times the prior is taken out of the sum of their B scores, because each of them holds it. */
  readonly prior: boolean;
}

/** What a run is asked for. */
export interface SampleRequest extends Listening {
  readonly samples: number;
  readonly steps: number;
}

/** A run, step by step. */
export interface DiffusionTrace {
  /** Noise levels [steps + 1], normalised. */
  readonly sigma: Float64Array;
  /** Positions at each of them [steps + 1, samples, 2], normalised. */
  readonly positions: Float32Array;
}

/**
 * Steps of the reverse diffusion, see {@link stepDown}, from nothing but noise.
 *
 * @param sites one denoiser each
 * @param seeds of the noise to begin with; that of every step has its number behind them
 */
export async function sampleDiffusion(
  sites: readonly Denoise[],
  { samples, steps, ...listening }: SampleRequest,
  seeds: readonly number[],
): Promise<DiffusionTrace> {
  const sigma = noiseLevels(steps);
  const positions = new Float32Array(2 * samples * (steps + 1));
  const fresh = new Float64Array(2 * samples);
  let x = new Float64Array(2 * samples);
  createRandom(...seeds).fillNormal(x, sigma[0]);
  positions.set(x);
  for (let step = 0; step < steps; step++) {
    createRandom(...seeds, step).fillNormal(fresh, 1);
    x = await stepDown(sites, x, sigma[step], sigma[step + 1], listening, fresh);
    positions.set(x, 2 * samples * (step + 1));
  }
  return { sigma, positions };
}

/**
 * What the prior's score is of the summed ones, as (D(x) − x)/(−x): its own denoiser is linear, D(x) = x·σd²/(σd² + σ²).
 *
 * @param level the noise σ, normalised
 */
export function priorShare(level: number): number {
  return level ** 2 / (DATA_DEVIATION ** 2 + level ** 2);
}

/**
 * One step of the reverse-time diffusion dx = 2σ·s(x, σ)·dσ + noise (Song et al. 2021, Score-based generative modeling through
 * stochastic differential equations, eq. 6), along the sum s = Σ_b (D_b(x, σ) − x)/σ² of the sites' scores, less B − 1 times that
 * of a Gaussian prior where asked for.
 *
 * That sum is −κ·(x − D*)/σ² with κ = B, or B − (B − 1)σ²/(σd² + σ²) without the prior, and D* the mean of the D_b over the same
 * share; with D* held for a step, x goes r^{2κ} of the way from D*, r = next/level. The sum is the score of the product of B noisy
 * densities, whose variance at level σ is σ²/κ, and not of the noisy product. Noise of the usual strength would leave the cloud too
 * narrow by κ/(2κ − 1), and none at all, as along the probability flow, would let it collapse by a power of B; (2κ − 1)/κ times
 * the usual variance keeps it at σ²/κ, and ends in the product of B equal Gaussians exactly. For one site it is ancestral
 * sampling (ibid., eq. 47).
 *
 * @param x positions [samples, 2], normalised
 * @param level their noise
 * @param next the noise that they go down to
 * @param fresh white noise of unit variance [samples, 2]
 * @returns [samples, 2], normalised; a sample that no site says anything of as it is
 */
export async function stepDown(
  sites: readonly Denoise[],
  x: Float64Array,
  level: number,
  next: number,
  { listeners, prior }: Listening,
  fresh: ArrayLike<number>,
): Promise<Float64Array<ArrayBuffer>> {
  const pull = new Float64Array(x.length);
  for (const denoise of sites) {
    const clean = await denoise(x, level);
    for (let i = 0; i < x.length; i++) pull[i] += clean[i] - x[i];
  }
  const ratio = next / level;
  const share = prior ? priorShare(level) : 0;
  return Float64Array.from(x, (value, i) => {
    const heard = listeners[i >> 1];
    if (heard === 0) return value;
    const count = heard - (heard - 1) * share;
    const middle = value + (pull[i] + (heard - 1) * share * value) / count;
    const deviation = next * Math.sqrt((1 - ratio ** (4 * count - 2)) / count);
    return middle + ratio ** (2 * count) * (value - middle) + deviation * fresh[i];
  });
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
