/**
 * Full eigen-decomposition of a complex Hermitian matrix by cyclic Jacobi rotations: slow, simple, and accurate to the
 * last digits. It is the reference for the fast solvers, and right for small matrices.
 */

/** All eigenpairs of a Hermitian matrix. */
export interface HermitianEigen {
  /** Eigenvalues, descending [n]. */
  readonly values: Float64Array;
  /** Orthonormal eigenvectors as rows, interleaved [n, n, 2]. */
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and eigenvectors of a Hermitian matrix (Golub and Van Loan, Matrix Computations, §8.5, with complex
 * rotations).
 *
 * @param matrix interleaved [n, n, 2]; only read. Its Hermitian part counts.
 * @param size n
 * @throws RangeError where the matrix has another size or holds a value that is not finite
 */
export function decomposeHermitian(matrix: Float64Array, size: number): HermitianEigen {
  if (matrix.length !== 2 * size * size)
    throw new RangeError(`expected [${size}, ${size}, 2], got ${matrix.length} values`);
  const a = new Float64Array(matrix.length);
  let scale = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const here = 2 * (i * size + j);
      const there = 2 * (j * size + i);
      a[here] = (matrix[here] + matrix[there]) / 2;
      a[here + 1] = (matrix[here + 1] - matrix[there + 1]) / 2;
      scale += a[here] ** 2 + a[here + 1] ** 2;
    }
  }
  if (!Number.isFinite(scale)) throw new RangeError('a Hermitian matrix must hold finite values');
  // Columns of v accumulate the eigenvectors.
  const v = new Float64Array(matrix.length);
  for (let i = 0; i < size; i++) v[2 * (i * size + i)] = 1;
  for (let sweep = 0; sweep < 40 && offDiagonal(a, size) > 1e-30 * scale; sweep++) {
    for (let p = 0; p < size - 1; p++) for (let q = p + 1; q < size; q++) annihilate(a, v, size, p, q);
  }
  const order = Array.from({ length: size }, (_, i) => i).sort((i, j) => a[2 * (j * size + j)] - a[2 * (i * size + i)]);
  const values = new Float64Array(size);
  const vectors = new Float64Array(matrix.length);
  order.forEach((column, row) => {
    values[row] = a[2 * (column * size + column)];
    for (let k = 0; k < size; k++) {
      vectors[2 * (row * size + k)] = v[2 * (k * size + column)];
      vectors[2 * (row * size + k) + 1] = v[2 * (k * size + column) + 1];
    }
  });
  return { values, vectors };
}

function offDiagonal(a: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) sum += a[2 * (i * size + j)] ** 2 + a[2 * (i * size + j) + 1] ** 2;
  }
  return sum;
}

/** One rotation that makes a[p, q] zero: A ← JᴴAJ, V ← VJ with J = [[c, s·e^{jφ}], [−s·e^{−jφ}, c]], φ = arg a[p, q]. */
function annihilate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const pq = 2 * (p * size + q);
  const magnitude = Math.hypot(a[pq], a[pq + 1]);
  if (magnitude === 0) return;
  const phaseR = a[pq] / magnitude;
  const phaseI = a[pq + 1] / magnitude;
  const theta = (a[2 * (q * size + q)] - a[2 * (p * size + p)]) / (2 * magnitude);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const target of [a, v]) {
    for (let k = 0; k < size; k++) rotatePair(target, 2 * (k * size + p), 2 * (k * size + q), c, s, phaseR, -phaseI);
  }
  for (let k = 0; k < size; k++) rotatePair(a, 2 * (p * size + k), 2 * (q * size + k), c, s, phaseR, phaseI);
}

/** x ← c·x − s·w·y, y ← s·w*·x + c·y for the phase w. */
function rotatePair(m: Float64Array, x: number, y: number, c: number, s: number, wr: number, wi: number): void {
  const xr = m[x];
  const xi = m[x + 1];
  const yr = m[y];
  const yi = m[y + 1];
  m[x] = c * xr - s * (wr * yr - wi * yi);
  m[x + 1] = c * xi - s * (wr * yi + wi * yr);
  m[y] = s * (wr * xr + wi * xi) + c * yr;
  m[y + 1] = s * (wr * xi - wi * xr) + c * yi;
}
