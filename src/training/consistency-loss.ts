/**
 * Loss of the consistency functions: on two points of one user's way into noise they answer the same, and without noise the truth
 * (Geng et al. 2025, ICLR, "Consistency models made easy", with noise of metres and centimetres in place of pixels).
 */
import * as tf from '@tensorflow/tfjs-core';
import { NOISE_RANGE, preconditioning } from '../estimators/diffusion/edm.ts';
import { DENSITY_WIDTH } from '../estimators/site-product/density-head.ts';
import { densityLoss } from './density-loss.ts';

/** Below this distance the pseudo-Huber norm turns quadratic, normalised: a centimetre in a town. */
const HUBER = 3e-5;

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
 * One target row, the same for both points: that of the density loss, the truth in normalised coordinates, then for every site
 * its weight and how much its own answer at the lesser noise counts, 1 or, where there is none, 0.
 *
 * The weight is one over c_out of the greater noise where the site hears the user: 1/(t − r) up to the stage's constant, and beyond
 * the data's own deviation no further down.
 *
 * @param density row of `densityTargets` [2 + sites]
 */
export function consistencyTarget(
  density: ArrayLike<number>,
  truth: readonly [number, number],
  pairs: readonly NoisePair[],
): number[] {
  const weights = pairs.map(({ greater }, site) => density[2 + site] / preconditioning(greater).out);
  return [...Array.from(density), ...truth, ...weights, ...pairs.map(({ lesser }) => Number(lesser > 0))];
}

/**
 * Mean over the heard links of weight·(√(‖f(x_t) − f(x_r)‖² + c²) − c), the second answer held fast, plus the density loss.
 *
 * @param predictions [2 · pairs, sites · (DENSITY_WIDTH + 2)]: first all points of greater noise, then those of lesser
 * @param targets rows of `consistencyTarget` [2 · pairs, 4 + 3 · sites]
 */
export function consistencyLoss(predictions: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  const [rows, width] = targets.shape;
  const sites = (width - 4) / 3;
  const pairs = rows / 2;
  const answers = (from: number): tf.Tensor3D =>
    tf.reshape(tf.slice(predictions, [from, sites * DENSITY_WIDTH], [pairs, 2 * sites]), [pairs, sites, 2]);
  const column = (from: number, size: number): tf.Tensor2D => tf.slice(targets, [0, from], [pairs, size]);
  const densities = tf.slice(predictions, [0, 0], [pairs, sites * DENSITY_WIDTH]);
  const truth = tf.reshape(column(2 + sites, 2), [pairs, 1, 2]);
  const weights = column(4 + sites, sites);
  const own = tf.reshape(column(4 + 2 * sites, sites), [pairs, sites, 1]);
  const lesser = tf.add(tf.mul(held(answers(pairs)), own), tf.mul(truth, tf.sub(1, own)));
  const squared = tf.sum(tf.square(tf.sub(answers(0), lesser)), 2);
  const distance = tf.sub(tf.sqrt(tf.add(squared, HUBER * HUBER)), HUBER);
  const heard = tf.maximum(tf.sum(column(2, sites)), 1);
  return tf.add(tf.div(tf.sum(tf.mul(distance, weights)), heard), densityLoss(densities, column(0, 2 + sites)));
}

/** The same values, through which nothing is learnt. */
function held(answers: tf.Tensor3D): tf.Tensor3D {
  const hold = tf.customGrad((...inputs) => {
    const [x] = inputs as tf.Tensor3D[];
    return { value: tf.clone(x), gradFunc: (dy: tf.Tensor3D) => tf.zerosLike(dy) };
  });
  return hold(answers);
}
