/**
 * Asks a site's denoiser, by its trained layers: what does not depend on the noisy position is computed once a user, what needs no
 * weights is computed in plain numbers, and the rest in few operations. A fix asks a thousand times, and of small batches every
 * operation costs more by being one than by what it does: the model itself, which is there for training, takes three times as long.
 */
import * as tf from '@tensorflow/tfjs-core';
import { countFlops } from '../blocks/cost.ts';
import { GUESS_WIDTH } from './guesses.ts';
import type { SiteDenoiser } from './network.ts';
import { NOISY_FEATURE_WIDTH, writeNoisyFeatures } from './noisy-features.ts';
import type { GaussianAt } from './site-gaussian.ts';
import { applyGain, gaussianAt } from './site-gaussian.ts';

/** What a denoiser is given of some users: numbers, not tensors, so that they outlive the device that computed them. */
export interface Condition {
  readonly users: number;
  /** How what was measured modulates the denoiser's blocks [users, blocks · 2 · units]. */
  readonly films: Float32Array;
  /** Guesses of the position, normalised [users, GUESS_WIDTH]. */
  readonly guesses: Float32Array;
}

/**
 * Reads what one site measured of some users.
 *
 * @param inputs [users, inputs of a site]
 */
export async function readCondition({ condition, parts }: SiteDenoiser, inputs: Float32Array): Promise<Condition> {
  const [, width] = condition.inputs[0].shape as [null, number];
  const users = inputs.length / width;
  const [films, guesses] = tf.tidy(() => {
    const known = condition.predict(tf.tensor2d(inputs, [users, width]), { batchSize: users }) as tf.Tensor2D;
    const units = known.shape[1] - GUESS_WIDTH;
    const code = tf.slice(known, [0, 0], [users, units]);
    const each = parts.blocks.map(({ film }) => {
      const [kernel, bias] = film.getWeights() as [tf.Tensor2D, tf.Tensor1D];
      return tf.add(tf.matMul(code, tf.slice(kernel, [0, 0], [units, kernel.shape[1]])), bias);
    });
    return [tf.concat(each, 1), tf.slice(known, [0, units], [users, GUESS_WIDTH])];
  });
  try {
    return { users, films: await films.data<'float32'>(), guesses: await guesses.data<'float32'>() };
  } finally {
    tf.dispose([films, guesses]);
  }
}

/**
 * Denoised positions.
 *
 * @param x noisy positions, as many of each user [users, samples, 2], normalised
 * @param sigma their noise, one for all or one for each [users, samples]
 * @returns [users, samples, 2], normalised
 */
export async function predictClean(
  { parts, kept }: SiteDenoiser,
  { users, films, guesses }: Condition,
  x: ArrayLike<number>,
  sigma: number | Float64Array,
): Promise<Float32Array> {
  const count = x.length / 2;
  const samples = count / users;
  const levelOf = (i: number): number => (typeof sigma === 'number' ? sigma : sigma[i]);
  const features = new Float32Array(count * NOISY_FEATURE_WIDTH);
  const gaussians: GaussianAt[] = [];
  for (let i = 0; i < count; i++) {
    const own = GUESS_WIDTH * Math.floor(i / samples);
    const row = features.subarray(i * NOISY_FEATURE_WIDTH, (i + 1) * NOISY_FEATURE_WIDTH);
    const [px, py, level] = [x[2 * i], x[2 * i + 1], levelOf(i)];
    const gaussian = gaussianAt(guesses, own, px, py, level);
    writeNoisyFeatures(px, py, level, guesses.subarray(own, own + GUESS_WIDTH), gaussian, row);
    gaussians.push(gaussian);
  }
  const output = tf.tidy(() => answer(parts, features, films, [users, samples]));
  const answers = await output.data<'float32'>();
  output.dispose();
  for (let i = 0; i < count; i++) {
    const gaussian = gaussians[i];
    const [major, minor] = gaussian.along;
    const still = applyGain(gaussian, major[kept], minor[kept], x[2 * i] - gaussian.x, x[2 * i + 1] - gaussian.y);
    const said = applyGain(gaussian, major.out, minor.out, answers[2 * i], answers[2 * i + 1]);
    answers[2 * i] = gaussian.x + still[0] + said[0];
    answers[2 * i + 1] = gaussian.y + still[1] + said[1];
  }
  return answers;
}

/**
 * Floating-point operations of one user: the condition once, with its share of every block's modulation, and the rest of the denoiser
 * for each position.
 *
 * @param positions that are denoised
 */
export function countRunFlops({ condition, denoise, parts }: SiteDenoiser, positions: number): number {
  const shared = parts.blocks.reduce((sum, { film }) => {
    const [rows, columns] = film.trainableWeights[0].shape as [number, number];
    return sum + 2 * (rows - NOISY_FEATURE_WIDTH) * columns;
  }, 0);
  return countFlops(condition) + shared + positions * (countFlops(denoise) - shared);
}

/** What the layers make of the features [users · samples, 2]; the same as the model of `buildDenoiser` answers. */
function answer(
  { entry, blocks, answer: last }: SiteDenoiser['parts'],
  features: Float32Array,
  films: Float32Array,
  [users, samples]: readonly [number, number],
): tf.Tensor2D {
  const apply = (layer: typeof entry, input: tf.Tensor2D): tf.Tensor2D => layer.apply(input) as tf.Tensor2D;
  const swish = (input: tf.Tensor2D): tf.Tensor2D => tf.mul(input, tf.sigmoid(input));
  const seen = tf.tensor2d(features, [users * samples, NOISY_FEATURE_WIDTH]);
  const all = tf.tensor3d(films, [users, 1, films.length / users]);
  let hidden = apply(entry, seen);
  const units = hidden.shape[1];
  blocks.forEach(({ film, dense }, block) => {
    const [kernel] = film.getWeights() as [tf.Tensor2D];
    const varying = tf.matMul(seen, tf.slice(kernel, [kernel.shape[0] - NOISY_FEATURE_WIDTH, 0]));
    const fixed = tf.slice(all, [0, 0, 2 * units * block], [users, 1, 2 * units]);
    const modulation = tf.add(tf.reshape(varying, [users, samples, 2 * units]), fixed);
    const part = (from: number): tf.Tensor2D =>
      tf.reshape<tf.Rank.R2>(tf.slice(modulation, [0, 0, from], [users, samples, units]), [users * samples, units]);
    const modulated: tf.Tensor2D = tf.add(tf.add(hidden, tf.mul(hidden, part(0))), part(units));
    hidden = tf.add(hidden, apply(dense, swish(modulated)));
  });
  return apply(last, swish(hidden));
}
