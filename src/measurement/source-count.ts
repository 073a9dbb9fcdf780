/** How many sources a covariance holds. */

/**
 * ln det of a symmetric positive definite matrix by Cholesky factorisation, in place; −Infinity where it is not.
 *
 * @param matrix symmetric [n, n]; its lower triangle is overwritten by the factor
 */
export function logDeterminant(matrix: Float64Array, size: number): number {
  let sum = 0;
  for (let j = 0; j < size; j++) {
    let pivot = matrix[j * size + j];
    for (let k = 0; k < j; k++) pivot -= matrix[j * size + k] ** 2;
    if (!(pivot > 0)) return -Infinity;
    sum += Math.log(pivot);
    const root = Math.sqrt(pivot);
    matrix[j * size + j] = root;
    for (let i = j + 1; i < size; i++) {
      let value = matrix[i * size + j];
      for (let k = 0; k < j; k++) value -= matrix[i * size + k] * matrix[j * size + k];
      matrix[i * size + j] = value / root;
    }
  }
  return sum;
}

/**
 * Number of sources by minimum description length (Wax and Kailath 1985) from real snapshots, as forward–backward
 * averaging gives them (Xu, Roy and Kailath 1994): (N/2)·[ln of arithmetic over geometric mean of the other eigenvalues, summed]
 * + ½·ln N for each of the k(2n − k + 1)/2 free numbers of k sources. Only the dominant eigenvalues are needed: the others
 * enter through the trace and the determinant.
 *
 * @param values dominant eigenvalues, descending; at least `maximum` of them
 * @param trace of the covariance
 * @param logDet ln det of the covariance
 * @param size n, rows of the covariance
 * @param snapshots N, real ones
 * @param maximum largest answer, below n
 */
export function countSources(
  values: Float64Array,
  trace: number,
  logDet: number,
  size: number,
  snapshots: number,
  maximum: number,
): number {
  let best = 0;
  let lowest = Infinity;
  let rest = trace;
  let logRest = logDet;
  for (let k = 0; k <= maximum; k++) {
    const left = size - k;
    const spread = left * Math.log(Math.max(rest, Number.MIN_VALUE) / left) - logRest;
    const length = 0.5 * snapshots * Math.max(0, spread) + 0.25 * k * (2 * size - k + 1) * Math.log(snapshots);
    if (length < lowest) {
      lowest = length;
      best = k;
    }
    rest -= values[k];
    logRest -= Math.log(values[k]);
  }
  return best;
}
