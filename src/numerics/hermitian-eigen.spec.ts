import { describe, expect, it } from 'vitest';
import { decomposeHermitian } from './hermitian-eigen.ts';
import { createRandom } from './random.ts';

/** A random Hermitian matrix [n, n, 2]. */
function randomHermitian(size: number): Float64Array {
  const random = createRandom(17, size);
  const matrix = new Float64Array(2 * size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const re = random.normal();
      const im = i === j ? 0 : random.normal();
      matrix.set([re, im], 2 * (i * size + j));
      matrix.set([re, -im], 2 * (j * size + i));
    }
  }
  return matrix;
}

/** Σ_k a[k]·b[k]·(sign of conjugation on a). */
function inner(a: Float64Array, b: Float64Array): [number, number] {
  let re = 0;
  let im = 0;
  for (let k = 0; k < a.length; k += 2) {
    re += a[k] * b[k] + a[k + 1] * b[k + 1];
    im += a[k] * b[k + 1] - a[k + 1] * b[k];
  }
  return [re, im];
}

describe('Hermitian eigen-decomposition', () => {
  it.each([1, 2, 5, 16, 64])('solves Av = λv with orthonormal v for n = %i', (size) => {
    const matrix = randomHermitian(size);
    const { values, vectors } = decomposeHermitian(matrix, size);
    const row = (i: number): Float64Array => vectors.subarray(2 * i * size, 2 * (i + 1) * size);
    for (let i = 0; i < size; i++) {
      const v = row(i);
      const residual = new Float64Array(2 * size);
      for (let r = 0; r < size; r++) {
        for (let k = 0; k < size; k++) {
          const ar = matrix[2 * (r * size + k)];
          const ai = matrix[2 * (r * size + k) + 1];
          residual[2 * r] += ar * v[2 * k] - ai * v[2 * k + 1];
          residual[2 * r + 1] += ar * v[2 * k + 1] + ai * v[2 * k];
        }
        residual[2 * r] -= values[i] * v[2 * r];
        residual[2 * r + 1] -= values[i] * v[2 * r + 1];
      }
      expect(residual).toBeAllclose(new Float64Array(2 * size), { absolute: 1e-12 * size });
      for (let j = 0; j <= i; j++) expect(inner(row(j), v)).toBeAllclose([i === j ? 1 : 0, 0], { absolute: 1e-12 });
      if (i > 0) expect(values[i]).toBeLessThanOrEqual(values[i - 1]);
    }
  });

  it('knows a matrix with known eigenvalues', () => {
    // [[2, j], [−j, 2]] has 3 and 1.
    expect(decomposeHermitian(Float64Array.of(2, 0, 0, 1, 0, -1, 2, 0), 2).values).toBeAllclose([3, 1], {
      absolute: 1e-14,
    });
  });

  it('takes equal eigenvalues and a zero matrix', () => {
    const identity = Float64Array.of(1, 0, 0, 0, 0, 0, 1, 0);
    expect(decomposeHermitian(identity, 2).values).toBeAllclose([1, 1]);
    expect(decomposeHermitian(new Float64Array(18), 3).values).toBeAllclose([0, 0, 0]);
  });

  it('refuses a wrong size and values that are not finite', () => {
    expect(() => decomposeHermitian(new Float64Array(7), 2)).toThrow(RangeError);
    expect(() => decomposeHermitian(Float64Array.of(1, 0, Number.NaN, 0, 0, 0, 1, 0), 2)).toThrow(RangeError);
  });
});
