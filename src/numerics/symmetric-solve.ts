/** Small symmetric positive definite systems: normal equations, covariances, Fisher information. */

/** A pivot below this share of its diagonal element says that the matrix is singular to double precision. */
const SINGULAR = 1e-13;

/**
 * Cholesky factor of a symmetric positive definite matrix, in place in its lower triangle (Golub and Van Loan, Matrix
 * Computations, §4.2).
 *
 * @param matrix [size, size]; its upper triangle is not read
 * @param size n
 * @returns false where the matrix is singular to working precision, indefinite, or not finite
 */
export function factorSymmetric(matrix: Float64Array, size: number): boolean {
  for (let column = 0; column < size; column++) {
    const diagonal = matrix[column * size + column];
    let pivot = diagonal;
    for (let k = 0; k < column; k++) pivot -= matrix[column * size + k] ** 2;
    if (!(pivot > SINGULAR * diagonal)) return false;
    const root = Math.sqrt(pivot);
    matrix[column * size + column] = root;
    for (let row = column + 1; row < size; row++) {
      let sum = matrix[row * size + column];
      for (let k = 0; k < column; k++) sum -= matrix[row * size + k] * matrix[column * size + k];
      matrix[row * size + column] = sum / root;
    }
  }
  return Number.isFinite(matrix[size * size - 1]);
}

/**
 * Solves A·x = b with the factor of A, in place.
 *
 * @param factor from {@link factorSymmetric} [size, size]
 * @param size n
 * @param vector b [size]; becomes x
 */
export function solveFactored(factor: Float64Array, size: number, vector: Float64Array): void {
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < row; k++) vector[row] -= factor[row * size + k] * vector[k];
    vector[row] /= factor[row * size + row];
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let k = row + 1; k < size; k++) vector[row] -= factor[k * size + row] * vector[k];
    vector[row] /= factor[row * size + row];
  }
}

/**
 * Inverse of a symmetric positive definite matrix.
 *
 * @param matrix [size, size]; only read
 * @param size n
 * @returns [size, size], or null where the matrix is singular to working precision
 */
export function invertSymmetric(matrix: Float64Array, size: number): Float64Array | null {
  const factor = matrix.slice();
  if (!factorSymmetric(factor, size)) return null;
  const inverse = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const unit = inverse.subarray(row * size, (row + 1) * size);
    unit[row] = 1;
    solveFactored(factor, size, unit);
  }
  return inverse;
}

/**
 * Minimises Σ_r w_r (A_r·x − b_r)² by its normal equations.
 *
 * @param rows A [weights.length, unknowns]
 * @param values b [weights.length]
 * @param weights w [R], none negative
 * @param unknowns length of x
 * @returns x [unknowns], or null where the rows do not determine it
 */
export function solveWeightedLeastSquares(
  rows: ArrayLike<number>,
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  unknowns: number,
): Float64Array | null {
  const normal = new Float64Array(unknowns * unknowns);
  const solution = new Float64Array(unknowns);
  for (let row = 0; row < weights.length; row++) {
    for (let i = 0; i < unknowns; i++) {
      const weighted = weights[row] * rows[row * unknowns + i];
      solution[i] += weighted * values[row];
      for (let j = 0; j <= i; j++) normal[i * unknowns + j] += weighted * rows[row * unknowns + j];
    }
  }
  if (!factorSymmetric(normal, unknowns)) return null;
  solveFactored(normal, unknowns, solution);
  return solution;
}
