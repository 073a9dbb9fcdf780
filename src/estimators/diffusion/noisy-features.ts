/** What a denoiser is fed of a noisy position: the position at many scales, the noise, and how far the condition's guesses lie. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { DATA_DEVIATION, preconditioning } from './edm.ts';

/** Columns of a noisy position: x and y (normalised), natural logarithm of the noise. */
export const NOISY_WIDTH = 3;

/** Guesses that the condition holds: the density head's centre, the first and the strongest path's anchor. */
export const GUESSES = 3;

/** Octaves of the waves, the longest two half sides long. */
const OCTAVES = 8;

/** Their wave numbers, per normalised unit. */
const WAVE_NUMBERS = Array.from({ length: OCTAVES }, (_, octave) => Math.PI * 2 ** octave);

/** Waves of the logarithm of the noise. */
const NOISE_WAVES = 8;

/** How fast they turn with it. */
const NOISE_RATES = Array.from({ length: NOISE_WAVES }, (_, k) => Math.exp(-k / 2));

/** Columns that the layer makes: scaled and plain position, its waves, those of the noise, the guesses' residuals. */
export const NOISY_FEATURE_WIDTH = 4 + 4 * OCTAVES + 1 + 2 * NOISE_WAVES + 2 * GUESSES;

/**
 * [noisy, guesses] → [batch, NOISY_FEATURE_WIDTH].
 *
 * The residual of a guess v is that of what the denoiser has to answer, (v − c_skip·x)/c_out, squeezed by sign·ln(1 + |·|): without
 * it the network would have to subtract positions of hundreds of metres to centimetres.
 */
export class NoisyFeatures extends layers.layers.Layer {
  static className = 'WaveFixNoisyFeatures';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [noisy, guesses] = inputs as [tf.Tensor2D, tf.Tensor2D];
    const [batch] = noisy.shape;
    return tf.tidy(() => {
      const x = tf.slice(noisy, [0, 0], [batch, 2]);
      const logSigma = tf.slice(noisy, [0, 2], [batch, 1]);
      const sigma = tf.exp(logSigma);
      const variance = tf.add(tf.square(sigma), DATA_DEVIATION ** 2);
      const scaleIn = tf.rsqrt(variance);
      const skip = tf.div(DATA_DEVIATION ** 2, variance);
      const out = tf.mul(tf.mul(sigma, DATA_DEVIATION), scaleIn);
      const waves = wavesOf(tf.mul(tf.reshape(x, [batch, 1, 2]), tf.tensor3d(WAVE_NUMBERS, [1, OCTAVES, 1])));
      const noise = wavesOf(tf.mul(logSigma, tf.tensor2d(NOISE_RATES, [1, NOISE_WAVES])));
      const residual = tf.div(
        tf.sub(tf.reshape(guesses, [batch, GUESSES, 2]), tf.reshape(tf.mul(skip, x), [batch, 1, 2])),
        tf.reshape(out, [batch, 1, 1]),
      );
      const squeezed = tf.mul(tf.sign(residual), tf.log1p(tf.abs(residual)));
      const residuals = tf.reshape<tf.Rank.R2>(squeezed, [batch, 2 * GUESSES]);
      return tf.concat([tf.mul(x, scaleIn), x, waves, tf.mul(logSigma, 0.25), noise, residuals], 1);
    });
  }

  override computeOutputShape(inputShape: layers.Shape | layers.Shape[]): layers.Shape {
    return [(inputShape[0] as layers.Shape)[0], NOISY_FEATURE_WIDTH];
  }
}
tf.serialization.registerClass(NoisyFeatures);

/**
 * Writes what {@link NoisyFeatures} makes of one noisy position.
 *
 * @param sigma its noise, normalised
 * @param guesses of its condition [GUESSES, 2]
 * @param target [NOISY_FEATURE_WIDTH]
 */
export function writeNoisyFeatures(
  x: number,
  y: number,
  sigma: number,
  guesses: ArrayLike<number>,
  target: Float32Array,
): void {
  const { skip, out, in: scaleIn } = preconditioning(sigma);
  const place = [x, y];
  const logSigma = Math.log(sigma);
  let at = 0;
  for (const value of place) target[at++] = value * scaleIn;
  for (const value of place) target[at++] = value;
  for (const wave of WAVE_NUMBERS) {
    for (const value of place) target[at++] = Math.sin(wave * value);
    for (const value of place) target[at++] = Math.cos(wave * value);
  }
  target[at++] = 0.25 * logSigma;
  for (const rate of NOISE_RATES) {
    target[at++] = Math.sin(rate * logSigma);
    target[at++] = Math.cos(rate * logSigma);
  }
  for (let i = 0; i < 2 * GUESSES; i++) {
    const residual = (guesses[i] - skip * place[i % 2]) / out;
    target[at++] = Math.sign(residual) * Math.log1p(Math.abs(residual));
  }
}

/** Phases [batch, waves, …] → for every wave the sines, then the cosines [batch, 2·waves·…]: few operations, as each has its price. */
function wavesOf(phases: tf.Tensor): tf.Tensor2D {
  return tf.reshape(tf.stack([tf.sin(phases), tf.cos(phases)], 2), [
    phases.shape[0],
    2 * (phases.size / phases.shape[0]),
  ]);
}

/** [noisy, answer] → the denoised position c_skip·x + c_out·answer [batch, 2], normalised. */
export class Denoised extends layers.layers.Layer {
  static className = 'WaveFixDenoised';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [noisy, answer] = inputs as [tf.Tensor2D, tf.Tensor2D];
    const [batch] = noisy.shape;
    return tf.tidy(() => {
      const x = tf.slice(noisy, [0, 0], [batch, 2]);
      const sigma = tf.exp(tf.slice(noisy, [0, 2], [batch, 1]));
      const variance = tf.add(tf.square(sigma), DATA_DEVIATION ** 2);
      const out = tf.mul(tf.mul(sigma, DATA_DEVIATION), tf.rsqrt(variance));
      return tf.add(tf.mul(x, tf.div(DATA_DEVIATION ** 2, variance)), tf.mul(out, answer));
    });
  }

  override computeOutputShape(inputShape: layers.Shape | layers.Shape[]): layers.Shape {
    return [(inputShape[0] as layers.Shape)[0], 2];
  }
}
tf.serialization.registerClass(Denoised);
