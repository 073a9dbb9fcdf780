/**
 * Loss of the consistency functions: on two points of one user's way into noise they answer the same, and without noise the truth
 * (Geng et al. 2025, ICLR, "Consistency models made easy", with noise of metres and centimetres in place of pixels).
 */
import * as tf from '@tensorflow/tfjs-core';
import { NOISE_RANGE } from '../estimators/diffusion/edm.ts';
import { inWidths, splitPredictions } from './denoising-loss.ts';

/** Below this distance the pseudo-Huber norm turns quadratic, in widths of the site's Gaussian at the greater noise. */
const HUBER = 0.03;

/** How the two points draw near: their ratio is 1 − 2^(−stage)·(1 + k/(1 + σ/σ₀)). */
const APPROACH = { stages: 5, k: 8, sigma: 1e-4 } as const;

/**
 * The lesser noise of a pair. In the first stage it is none for every σ, the largest included: the network learns to answer with
 * the truth, as a denoiser does. From stage to stage the ratio of the two nears one, and the smallest noises, which hide nothing,
 * keep the truth for longest.
 *
 * @param sigma the greater noise, normalised
 * @param progress of the training, in [0, 1)
 * @returns normalised; 0 where the truth itself is the target
 */
export function lesserNoise(sigma: number, progress: number): number {
  const stage = Math.floor(APPROACH.stages * progress);
  const ratio = 1 - 2 ** -stage * (1 + APPROACH.k / (1 + sigma / APPROACH.sigma));
  const lesser = sigma * ratio;
  return lesser > NOISE_RANGE.smallest ? lesser : 0;
}

/** One site's pair of noises. */
export interface NoisePair {
  readonly greater: number;
  /** 0 for none. */
  readonly lesser: number;
}

/**
 * One target row, the same for both points: the truth in normalised coordinates, then for every site the greater noise, whether the
 * site hears the user, and how much its own answer at the lesser noise counts, 1 or, where there is none, 0.
 */
export function consistencyTarget(
  truth: readonly [number, number],
  pairs: readonly NoisePair[],
  heard: readonly boolean[],
): number[] {
  const own = pairs.map(({ lesser }) => lesser > 0);
  return [...truth, ...pairs.map(({ greater }) => greater), ...[...heard, ...own].map(Number)];
}

/**
 * Mean over the heard links of √(‖(f(x_t) − f(x_r))/c_out‖² + c²) − c, the second answer held fast. One over c_out of the greater
 * noise is 1/(t − r) up to the stage's constant, and beyond the Gaussian's own deviation no further down.
 *
 * @param predictions see `DenoiserModels.joint` [2 · pairs, …]: first all points of greater noise, then those of lesser
 * @param targets rows of `consistencyTarget` [2 · pairs, 2 + 3 · sites]
 */
export function consistencyLoss(predictions: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  const [rows, width] = targets.shape;
  const sites = (width - 2) / 3;
  const pairs = rows / 2;
  const { denoised, gaussians } = splitPredictions(predictions, sites);
  const half = (from: number, of: tf.Tensor2D): tf.Tensor2D => tf.slice(of, [from, 0], [pairs, of.shape[1]]);
  const answers = (from: number): tf.Tensor3D => tf.reshape(half(from, denoised), [pairs, sites, 2]);
  const [truth, greater, heard, isOwn] = tf.split<tf.Tensor2D>(half(0, targets), [2, sites, sites, sites], 1);
  const own = tf.reshape(isOwn, [pairs, sites, 1]);
  const known = tf.mul(tf.reshape(truth, [pairs, 1, 2]), tf.sub(1, own));
  const lesser = tf.add(tf.mul(held(answers(pairs)), own), known);
  const apart = inWidths(tf.sub(answers(0), lesser), half(0, gaussians), greater);
  const distance = tf.sub(tf.sqrt(tf.add(tf.sum(tf.square(apart), 1), HUBER * HUBER)), HUBER);
  return tf.div(tf.sum(tf.mul(distance, tf.reshape(heard, [pairs * sites]))), tf.maximum(tf.sum(heard), 1));
}

/** The same values, through which nothing is learnt. */
function held(answers: tf.Tensor3D): tf.Tensor3D {
  const hold = tf.customGrad((...inputs) => {
    const [x] = inputs as tf.Tensor3D[];
    return { value: tf.clone(x), gradFunc: (dy: tf.Tensor3D) => tf.zerosLike(dy) };
  });
  return hold(answers);
}
