/** A kernel's output as a tensor, without a copy. */
import * as tf from '@tensorflow/tfjs-core';

/**
 * Hands a buffer to tfjs. It stays its owner's: the tensor must be disposed of first, and what later runs write into the buffer
 * is in the tensor.
 *
 * @param buffer float32 values on the device of the running WebGPU backend (`currentWebGpuDevice`), row-major
 * @param shape of the tensor; the buffer may hold more
 */
export function tensorOfBuffer(buffer: GPUBuffer, shape: readonly number[]): tf.Tensor {
  return tf.tensor({ buffer, zeroCopy: true }, [...shape], 'float32');
}
