/** Loss of the denoisers: how far each site's denoised position is from the truth. */
import * as tf from '@tensorflow/tfjs-core';
import { applyGains, GAUSSIAN_WIDTH, gainsOf } from '../estimators/diffusion/site-gaussian.ts';

/**
 * Beyond this distance, in widths of the posterior, an error pulls the less the larger it is: a density that is sure of the wrong
 * street is dozens of its widths off, and nothing else would be learnt from a batch.
 */
const SQUARE_TO = 2;

/**
 * One target row: the truth, then for every site the noise of its position and whether it hears the user.
 *
 * @param truth x and y, normalised
 * @param sigmas noise of each site's position
 */
export function denoisingTarget(
  truth: readonly [number, number],
  sigmas: readonly number[],
  heard: readonly boolean[],
): number[] {
  return [...truth, ...sigmas, ...heard.map(Number)];
}

/**
 * Mean over the heard links of δ²·ln(1 + r²/δ²), r = ‖(D − x)/c_out‖ with c_out of the site's Gaussian (Karras et al. 2022, table 1):
 * r² itself up to δ, and the log-likelihood of a Student-t density beyond it.
 *
 * @param predictions see `DenoiserModels.joint`
 * @param targets rows of `denoisingTarget` [batch, 2 + 2 · sites]
 */
export function denoisingLoss(predictions: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  const [batch, width] = targets.shape;
  const sites = (width - 2) / 2;
  const { denoised, gaussians } = splitPredictions(predictions, sites);
  const [truth, sigmas, heard] = tf.split<tf.Tensor2D>(targets, [2, sites, sites], 1);
  const error = tf.sub(tf.reshape(denoised, [batch, sites, 2]), tf.reshape(truth, [batch, 1, 2]));
  const squared = tf.sum(tf.square(inWidths(error, gaussians, sigmas)), 1);
  const bent = tf.mul(tf.log1p(tf.div(squared, SQUARE_TO ** 2)), SQUARE_TO ** 2);
  const each = tf.mul(bent, tf.reshape(heard, [batch * sites]));
  return tf.div(tf.sum(each), tf.maximum(tf.sum(heard), 1));
}

/** What the joint model puts out. */
export interface DenoiserPredictions {
  /** [batch, sites · 2], normalised. */
  readonly denoised: tf.Tensor2D;
  /** [batch, sites · GAUSSIAN_WIDTH], normalised. */
  readonly gaussians: tf.Tensor2D;
}

/** Takes apart what `DenoiserModels.joint` puts out. */
export function splitPredictions(predictions: tf.Tensor2D, sites: number): DenoiserPredictions {
  const [denoised, gaussians] = tf.split<tf.Tensor2D>(predictions, [sites * 2, sites * GAUSSIAN_WIDTH], 1);
  return { denoised, gaussians };
}

/**
 * Differences of denoised positions over c_out of their sites' Gaussians.
 *
 * @param differences [batch, sites, 2], normalised
 * @param gaussians [batch, sites · GAUSSIAN_WIDTH]
 * @param sigmas [batch, sites], normalised
 * @returns [batch · sites, 2]
 */
export function inWidths(differences: tf.Tensor, gaussians: tf.Tensor2D, sigmas: tf.Tensor2D): tf.Tensor2D {
  const rows = sigmas.size;
  const each = tf.reshape<tf.Rank.R2>(gaussians, [rows, GAUSSIAN_WIDTH]);
  const { out } = gainsOf(each, tf.reshape(sigmas, [rows, 1]));
  return applyGains(each, tf.reciprocal(out), tf.reshape(differences, [rows, 2]));
}
