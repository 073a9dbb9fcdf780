/** Loss of the density network: how unlikely each site's Student-t density finds the truth. */
import * as tf from '@tensorflow/tfjs-core';
import { DENSITY_WIDTH } from '../estimators/site-product/density-head.ts';
import { FREEDOM } from '../estimators/site-product/student-t.ts';

/** Values of a target row before one mark a site: x and y, metres from the region's centre. */
const PLACE_WIDTH = 2;

/** Weight of the plain distance, per metre: far from the truth a Student-t density hardly pulls. */
const DISTANCE_WEIGHT = 0.05;

/** Below this distance that term turns quadratic, metres. */
const SMOOTHING = 0.1;

/**
 * One target row: the truth, then a one for every site that hears the user.
 *
 * @param truth x and y, metres from the region's centre
 */
export function densityTarget(truth: readonly [number, number], heard: readonly boolean[]): number[] {
  return [...truth, ...heard.map(Number)];
}

/**
 * Mean over the links that are heard of −log t(x; μ, LᵀL, ν) up to a constant (Lange, Little, Taylor 1989, eq. 1), plus a small
 * multiple of the distance.
 *
 * @param predictions [batch, sites · DENSITY_WIDTH], from `DensityHead`
 * @param targets rows of `densityTarget` [batch, 2 + sites]
 */
export function densityLoss(predictions: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  const [batch, width] = targets.shape;
  const sites = width - PLACE_WIDTH;
  const values = tf.reshape<tf.Rank.R3>(predictions, [batch, sites, DENSITY_WIDTH]);
  const part = (from: number, size: number): tf.Tensor3D => tf.slice(values, [0, 0, from], [batch, sites, size]);
  const truth = tf.reshape<tf.Rank.R3>(tf.slice(targets, [0, 0], [batch, PLACE_WIDTH]), [batch, 1, PLACE_WIDTH]);
  const heard = tf.reshape<tf.Rank.R3>(tf.slice(targets, [0, PLACE_WIDTH], [batch, sites]), [batch, sites, 1]);
  const error = tf.sub(truth, part(0, 2));
  const [x, y] = tf.split(error, 2, 2);
  const a = part(2, 1);
  const b = part(3, 1);
  const ey = tf.mul(tf.exp(b), y);
  const first = tf.add(tf.mul(tf.exp(a), x), tf.mul(part(4, 1), ey));
  const squared = tf.add(tf.square(first), tf.square(ey));
  const surprise = tf.sub(tf.mul(tf.log1p(tf.div(squared, FREEDOM)), (FREEDOM + 2) / 2), tf.add(a, b));
  const distance = tf.sqrt(tf.add(tf.add(tf.square(x), tf.square(y)), SMOOTHING * SMOOTHING));
  const each = tf.mul(tf.add(surprise, tf.mul(distance, DISTANCE_WEIGHT)), heard);
  return tf.div(tf.sum(each), tf.maximum(tf.sum(heard), 1));
}
