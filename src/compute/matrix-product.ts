/** A product of two square matrices on the backend that runs: the yardstick of what its arithmetic can reach at all. */
import * as tf from '@tensorflow/tfjs-core';

/** See the file's head. */
export interface MatrixProduct {
  /** Floating-point operations of one product. */
  readonly flops: number;
  /** Computes it; kept once the result is there. */
  run(this: void): Promise<void>;
  dispose(this: void): void;
}

/**
 * Prepares a product.
 *
 * @param size rows and columns of both matrices
 */
export function createMatrixProduct(size: number): MatrixProduct {
  const factors = [tf.ones<tf.Rank.R2>([size, size]), tf.fill<tf.Rank.R2>([size, size], 1 / size)] as const;
  return {
    flops: 2 * size ** 3,
    async run() {
      const product = tf.matMul(factors[0], factors[1]);
      await product.data();
      product.dispose();
    },
    dispose: () => tf.dispose([...factors]),
  };
}
