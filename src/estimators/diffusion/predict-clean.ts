/** Asks a denoiser's network. */
import * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import { NOISY_WIDTH } from './noisy-features.ts';

/**
 * Denoised positions.
 *
 * @param denoise see `SiteDenoiser`
 * @param condition of every position [count, width]; stays the caller's
 * @param x noisy positions [count, 2], normalised
 * @param sigma their noise, one for all or one for each [count]
 * @returns [count, 2], normalised
 */
export async function predictClean(
  denoise: layers.LayersModel,
  condition: tf.Tensor,
  x: ArrayLike<number>,
  sigma: number | Float64Array,
): Promise<Float32Array> {
  const count = x.length / 2;
  const noisy = new Float32Array(NOISY_WIDTH * count);
  for (let i = 0; i < count; i++) {
    const own = typeof sigma === 'number' ? sigma : sigma[i];
    noisy.set([x[2 * i], x[2 * i + 1], Math.log(own)], NOISY_WIDTH * i);
  }
  const output = tf.tidy(
    () => denoise.predict([condition, tf.tensor2d(noisy, [count, NOISY_WIDTH])], { batchSize: count }) as tf.Tensor,
  );
  const clean = await output.data<'float32'>();
  output.dispose();
  return clean;
}
