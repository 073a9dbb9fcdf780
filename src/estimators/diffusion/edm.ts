/**
 * Diffusion over two coordinates in the form of Karras et al. (2022, NeurIPS 35, "Elucidating the design space", table 1), with
 * noise from far beyond the region down to centimetres: in units of the region's half side, not of pixels.
 */
import type { RandomGenerator } from '../../numerics/random.ts';

/** Standard deviation of normalised coordinates. */
export const DATA_DEVIATION = 0.5;

/** Largest and smallest noise, normalised: five half sides; a few millimetres in a town. */
export const NOISE_RANGE = { largest: 5, smallest: 2e-5 } as const;

/**
 * How much of a noisy position's distance from the middle an answer keeps by itself: c_skip where the mean of what the noise hides is
 * asked for, and its root, as the probability flow keeps of it (Karras et al. 2022, eq. 4, integrated), where the flow's end is.
 */
export type Kept = 'skip' | 'flow';

/** c_skip, c_out and c_in of a noise level where what it hides has a deviation of its own, and the root of c_skip. */
export function preconditioning(sigma: number, deviation: number): Record<Kept | 'out' | 'in', number> {
  const variance = sigma * sigma + deviation * deviation;
  return {
    skip: (deviation * deviation) / variance,
    flow: deviation / Math.sqrt(variance),
    out: (sigma * deviation) / Math.sqrt(variance),
    in: 1 / Math.sqrt(variance),
  };
}

/** A noise level for training, even in its logarithm. */
export function drawSigma(random: RandomGenerator): number {
  const { largest, smallest } = NOISE_RANGE;
  return smallest * (largest / smallest) ** random.uniform();
}

/** Noise levels of a run, largest first, even in their logarithms [steps + 1]. */
export function noiseLevels(steps: number): Float64Array {
  const { largest, smallest } = NOISE_RANGE;
  return Float64Array.from({ length: steps + 1 }, (_, step) => largest * (smallest / largest) ** (step / steps));
}
