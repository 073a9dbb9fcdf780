/** What a denoiser is fed of a noisy position: the position at many scales, the noise, and how far the condition's guesses lie. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import type { Kept } from './edm.ts';
import { GUESSED_ANCHORS } from './guesses.ts';
import type { GaussianAt } from './site-gaussian.ts';
import { applyGain, applyGains, centresOf, GAUSSIAN_WIDTH, gainsOf, gaussianThere } from './site-gaussian.ts';

/** Columns of a noisy position: x and y (normalised), natural logarithm of the noise. */
export const NOISY_WIDTH = 3;

/** Octaves of the waves, the longest two half sides long. */
const OCTAVES = 8;

/** Their wave numbers, per normalised unit. */
const WAVE_NUMBERS = Array.from({ length: OCTAVES }, (_, octave) => Math.PI * 2 ** octave);

/** Waves of the logarithm of the noise. */
const NOISE_WAVES = 8;

/** How fast they turn with it. */
const NOISE_RATES = Array.from({ length: NOISE_WAVES }, (_, k) => Math.exp(-k / 2));

/**
 * Columns that the layer makes: the position in widths of the Gaussian, the plain position and its waves, the noise and its waves,
 * the Gaussian's deviations and their shares of the variance, its axis, the anchors' residuals.
 */
export const NOISY_FEATURE_WIDTH = 2 + 2 + 4 * OCTAVES + 1 + 2 * NOISE_WAVES + 2 + 2 + 2 + 2 * GUESSED_ANCHORS;

/**
 * [noisy, guesses, Gaussian] → [batch, NOISY_FEATURE_WIDTH].
 *
 * The residual of an anchor v is that of what the denoiser has to answer, (v − μ − c_skip·(x − μ))/c_out, and as the position in
 * widths, c_in·(x − μ), it is squeezed by ¼·sign·ln(1 + |·|): without it the network would have to subtract positions of hundreds of
 * metres to centimetres.
 */
export class NoisyFeatures extends layers.layers.Layer {
  static className = 'WaveFixNoisyFeatures';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [noisy, guesses, gaussian] = inputs as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const [batch] = noisy.shape;
    return tf.tidy(() => {
      const x = tf.slice(noisy, [0, 0], [batch, 2]);
      const logSigma = tf.slice(noisy, [0, 2], [batch, 1]);
      const gains = gainsOf(gaussian, tf.exp(logSigma));
      const away = tf.sub<tf.Tensor2D>(x, centresOf(gaussian));
      const kept = tf.add(centresOf(gaussian), applyGains(gaussian, gains.skip, away));
      const waves = wavesOf(tf.mul(tf.reshape(x, [batch, 1, 2]), tf.tensor3d(WAVE_NUMBERS, [1, OCTAVES, 1])));
      const noise = wavesOf(tf.mul(logSigma, tf.tensor2d(NOISE_RATES, [1, NOISE_WAVES])));
      const inverse = tf.reciprocal(gains.out);
      const residuals = Array.from({ length: GUESSED_ANCHORS }, (_, anchor) => {
        const place = tf.slice(guesses, [0, GAUSSIAN_WIDTH + 2 * anchor], [batch, 2]);
        return squeeze(applyGains(gaussian, inverse, tf.sub<tf.Tensor2D>(place, kept)));
      });
      return tf.concat<tf.Tensor2D>(
        [
          ...[squeeze(applyGains(gaussian, gains.in, away)), x, waves, tf.mul<tf.Tensor2D>(logSigma, 0.25), noise],
          ...[tf.mul<tf.Tensor2D>(tf.slice(guesses, [0, 2], [batch, 2]), 0.25), gains.skip],
          ...[tf.slice(guesses, [0, 4], [batch, 2]), ...residuals],
        ],
        1,
      );
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
 * @param guesses of its condition [GUESS_WIDTH]
 * @param gaussian what the guessed density is there
 * @param target [NOISY_FEATURE_WIDTH]
 */
export function writeNoisyFeatures(
  x: number,
  y: number,
  sigma: number,
  guesses: ArrayLike<number>,
  gaussian: GaussianAt,
  target: Float32Array,
): void {
  const [major, minor] = gaussian.along;
  const away = [x - gaussian.x, y - gaussian.y] as const;
  const kept = applyGain(gaussian, major.skip, minor.skip, ...away);
  const place = [x, y];
  const logSigma = Math.log(sigma);
  let at = 0;
  for (const value of applyGain(gaussian, major.in, minor.in, ...away)) target[at++] = squeezed(value);
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
  target[at++] = 0.25 * guesses[2];
  target[at++] = 0.25 * guesses[3];
  target[at++] = major.skip;
  target[at++] = minor.skip;
  for (const value of gaussian.axis) target[at++] = value;
  for (let anchor = 0; anchor < GUESSED_ANCHORS; anchor++) {
    const from = GAUSSIAN_WIDTH + 2 * anchor;
    const dx = guesses[from] - gaussian.x - kept[0];
    const dy = guesses[from + 1] - gaussian.y - kept[1];
    for (const value of applyGain(gaussian, 1 / major.out, 1 / minor.out, dx, dy)) target[at++] = squeezed(value);
  }
}

function squeeze(values: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(tf.mul(tf.sign(values), 0.25), tf.log1p(tf.abs(values)));
}

function squeezed(value: number): number {
  return 0.25 * Math.sign(value) * Math.log1p(Math.abs(value));
}

/** Phases [batch, waves, …] → for every wave the sines, then the cosines [batch, 2·waves·…]: few operations, as each has its price. */
function wavesOf(phases: tf.Tensor): tf.Tensor2D {
  return tf.reshape(tf.stack([tf.sin(phases), tf.cos(phases)], 2), [
    phases.shape[0],
    2 * (phases.size / phases.shape[0]),
  ]);
}

/** [noisy, guesses] → what the guessed density is there, see `gaussianThere` [batch, GAUSSIAN_WIDTH]. */
export class GaussianThere extends layers.layers.Layer {
  static className = 'WaveFixGaussianThere';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [noisy, guesses] = inputs as [tf.Tensor2D, tf.Tensor2D];
    return tf.tidy(() => gaussianThere(guesses, noisy));
  }

  override computeOutputShape(inputShape: layers.Shape | layers.Shape[]): layers.Shape {
    return [(inputShape[0] as layers.Shape)[0], GAUSSIAN_WIDTH];
  }
}
tf.serialization.registerClass(GaussianThere);

/** How {@link Denoised} is made. */
export interface DenoisedConfiguration {
  readonly name: string;
  readonly kept: Kept;
}

/** [noisy, Gaussian, answer] → the denoised position μ + c·(x − μ) + c_out·answer, c what is kept [batch, 2], normalised. */
export class Denoised extends layers.layers.Layer {
  static className = 'WaveFixDenoised';
  private readonly kept: Kept;

  constructor({ name, kept }: DenoisedConfiguration) {
    super({ name });
    this.kept = kept;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [noisy, gaussian, answer] = inputs as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const [batch] = noisy.shape;
    return tf.tidy(() => {
      const x = tf.slice(noisy, [0, 0], [batch, 2]);
      const gains = gainsOf(gaussian, tf.exp(tf.slice(noisy, [0, 2], [batch, 1])));
      const centres = centresOf(gaussian);
      const kept = tf.add(centres, applyGains(gaussian, gains[this.kept], tf.sub<tf.Tensor2D>(x, centres)));
      return tf.add(kept, applyGains(gaussian, gains.out, answer));
    });
  }

  override computeOutputShape(inputShape: layers.Shape | layers.Shape[]): layers.Shape {
    return [(inputShape[0] as layers.Shape)[0], 2];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), kept: this.kept };
  }
}
tf.serialization.registerClass(Denoised);
