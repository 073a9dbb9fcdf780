import { describe, expect, it } from 'vitest';
import { decomposeHermitian } from './hermitian-eigen.ts';
import { createRandom } from './random.ts';
import { createSubspaceSolver, diagonaliseSymmetric } from './subspace.ts';

/** A covariance of `sources` directions with the given powers in unit noise, real symmetric [n, n]. */
function sourceCovariance(size: number, powers: readonly number[]): Float64Array {
  const random = createRandom(3, size, powers.length);
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) matrix[i * size + i] = 1 + 0.05 * random.normal();
  for (const power of powers) {
    const direction = Float64Array.from({ length: size }, () => random.normal());
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) matrix[i * size + j] += power * direction[i] * direction[j];
    }
  }
  return matrix;
}

/** The same matrix as complex. */
function toComplex(matrix: Float64Array): Float64Array {
  return Float64Array.from({ length: 2 * matrix.length }, (_, i) => (i % 2 === 0 ? matrix[i / 2] : 0));
}

/** Projector on the span of the first `count` rows [n, n]. */
function projector(rows: readonly Float64Array[], size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (const row of rows) {
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) result[i * size + j] += row[i] * row[j];
  }
  return result;
}

describe('subspace iteration', () => {
  it.each([
    { size: 64, powers: [100, 30, 10, 3, 1] },
    { size: 64, powers: [1e6, 1, 0.5] },
    { size: 16, powers: [4, 4, 4, 4, 4, 4, 4, 4] },
    { size: 5, powers: [1, 0.1] },
  ])('spans what the full decomposition spans: n = $size, powers $powers', ({ size, powers }) => {
    const matrix = sourceCovariance(size, powers);
    const wanted = Math.min(powers.length, size);
    const { values, vectors, converged } = createSubspaceSolver(size, 12).solve(matrix, () => wanted, 1e-9, 500);
    const full = decomposeHermitian(toComplex(matrix), size);
    expect(converged).toBe(true);
    expect(values.subarray(0, wanted)).toBeAllclose(full.values.subarray(0, wanted), { relative: 1e-10 });
    const iterated = Array.from({ length: wanted }, (_, i) => vectors.subarray(i * size, (i + 1) * size));
    const reference = Array.from({ length: wanted }, (_, i) =>
      Float64Array.from({ length: size }, (_, k) => full.vectors[2 * (i * size + k)]),
    );
    // Rotations keep a real symmetric matrix real, so the reference's imaginary parts are zero.
    expect(projector(iterated, size)).toBeAllclose(projector(reference, size), { absolute: 1e-7 });
  });

  it('gives the same answer whatever it solved before', () => {
    const solver = createSubspaceSolver(64, 12);
    const matrix = sourceCovariance(64, [50, 5]);
    const first = solver.solve(matrix, () => 2, 1e-6, 60).vectors.slice();
    solver.solve(sourceCovariance(64, [1, 2, 3]), () => 3, 1e-6, 60);
    expect(solver.solve(matrix, () => 2, 1e-6, 60).vectors).toEqual(first);
  });

  it('refuses values that are not finite', () => {
    const solver = createSubspaceSolver(2, 2);
    for (const value of [Number.NaN, Infinity]) {
      expect(() => solver.solve(Float64Array.of(1, value, value, 1), () => 1, 1e-6, 10)).toThrow(RangeError);
    }
  });

  it('says when it has not settled', () => {
    const matrix = sourceCovariance(64, [1]);
    expect(createSubspaceSolver(64, 8).solve(matrix, () => 8, 1e-13, 3).converged).toBe(false);
  });

  it('keeps its basis orthonormal for a matrix of rank one and for zero', () => {
    const size = 8;
    for (const matrix of [Float64Array.from({ length: 64 }, () => 1), new Float64Array(64)]) {
      const { vectors } = createSubspaceSolver(size, 4).solve(matrix, () => 4, 1e-9, 10);
      for (let i = 0; i < 4; i++) {
        for (let j = 0; j <= i; j++) {
          let dot = 0;
          for (let k = 0; k < size; k++) dot += vectors[i * size + k] * vectors[j * size + k];
          expect(dot).toBeCloseTo(i === j ? 1 : 0, 12);
        }
      }
    }
  });
});

describe('small symmetric Jacobi', () => {
  it('diagonalises a matrix with known eigenvalues', () => {
    const matrix = Float64Array.of(2, 1, 1, 2);
    const rotation = new Float64Array(4);
    diagonaliseSymmetric(matrix, rotation, 2);
    expect([matrix[0], matrix[3]].sort()).toBeAllclose([1, 3], { absolute: 1e-14 });
    expect(Math.abs(rotation[0])).toBeCloseTo(Math.SQRT1_2, 14);
  });
});
