/** Loss of the denoisers: how far each site's denoised position is from the truth, and how unlikely its density finds it. */
import * as tf from '@tensorflow/tfjs-core';
import { preconditioning } from '../estimators/diffusion/edm.ts';
import { DENSITY_WIDTH } from '../estimators/site-product/density-head.ts';
import { densityLoss } from './density-loss.ts';

/**
 * One target row: that of the density loss, then the truth in normalised coordinates and one weight a site,
 * 1/c_out² (Karras et al. 2022, table 1) where the site hears the user.
 *
 * @param density row of `densityTargets` [2 + sites]
 * @param truth x and y, normalised
 * @param sigmas noise of each site's position
 */
export function denoisingTarget(
  density: ArrayLike<number>,
  truth: readonly [number, number],
  sigmas: readonly number[],
): number[] {
  const weights = sigmas.map((sigma, site) => density[2 + site] / preconditioning(sigma).out ** 2);
  return [...Array.from(density), ...truth, ...weights];
}

/**
 * Mean over the heard links of ‖D − x‖²/c_out², plus the density loss.
 *
 * @param predictions [batch, sites · (DENSITY_WIDTH + 2)], densities first; see `DenoiserModels.joint`
 * @param targets rows of `denoisingTarget` [batch, 4 + 2 · sites]
 */
export function denoisingLoss(predictions: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  const [batch, width] = targets.shape;
  const sites = (width - 4) / 2;
  const densities = tf.slice(predictions, [0, 0], [batch, sites * DENSITY_WIDTH]);
  const heard = tf.slice(targets, [0, 2], [batch, sites]);
  const truth = tf.reshape(tf.slice(targets, [0, 2 + sites], [batch, 2]), [batch, 1, 2]);
  const weights = tf.slice(targets, [0, 4 + sites], [batch, sites]);
  const denoised = tf.reshape(tf.slice(predictions, [0, sites * DENSITY_WIDTH], [batch, 2 * sites]), [batch, sites, 2]);
  const squared = tf.mul(tf.sum(tf.square(tf.sub(denoised, truth)), 2), weights);
  const count = tf.maximum(tf.sum(heard), 1);
  return tf.add(tf.div(tf.sum(squared), count), densityLoss(densities, tf.slice(targets, [0, 0], [batch, 2 + sites])));
}
