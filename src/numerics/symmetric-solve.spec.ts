import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';
import { invertSymmetric, solveWeightedLeastSquares } from './symmetric-solve.ts';

describe('symmetric systems', () => {
  it('inverts random positive definite matrices', () => {
    const random = createRandom(7);
    for (let size = 1; size <= 6; size++) {
      const root = Float64Array.from({ length: size * size }, () => random.normal());
      const matrix = new Float64Array(size * size);
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) {
          for (let k = 0; k < size; k++) matrix[i * size + j] += root[i * size + k] * root[j * size + k];
        }
        matrix[i * size + i] += 0.1;
      }
      const inverse = invertSymmetric(matrix, size);
      const product = Float64Array.from({ length: size * size }, (_, at) => {
        const [i, j] = [Math.floor(at / size), at % size];
        let sum = 0;
        for (let k = 0; k < size; k++) sum += matrix[i * size + k] * (inverse?.[k * size + j] ?? NaN);
        return sum;
      });
      const identity = Float64Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0));
      expect(product).toBeAllclose(identity, { absolute: 1e-9 });
    }
  });

  it('refuses what is singular, indefinite or not finite', () => {
    expect(invertSymmetric(Float64Array.of(1, 2, 2, 4), 2)).toBeNull();
    expect(invertSymmetric(Float64Array.of(1, 2, 2, 1), 2)).toBeNull();
    expect(invertSymmetric(Float64Array.of(0), 1)).toBeNull();
    expect(invertSymmetric(Float64Array.of(NaN), 1)).toBeNull();
    expect(invertSymmetric(Float64Array.of(Infinity), 1)).toBeNull();
  });

  it('fits a line through weighted points, and says when they do not determine it', () => {
    const rows = [1, 0, 1, 1, 1, 2];
    expect(solveWeightedLeastSquares(rows, [1, 3, 5], [1, 2, 3], 2)).toBeAllclose([1, 2]);
    // A weight of zero leaves a point out.
    expect(solveWeightedLeastSquares(rows, [1, 3, 99], [1, 1, 0], 2)).toBeAllclose([1, 2]);
    expect(solveWeightedLeastSquares(rows, [1, 3, 5], [1, 0, 0], 2)).toBeNull();
  });
});
