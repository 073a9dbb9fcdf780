/**
 * A few dominant eigenpairs of a real symmetric matrix by orthogonal (subspace) iteration with a Rayleigh–Ritz step
 * (Golub and Van Loan, Matrix Computations, §8.2.4 and §8.3). Much cheaper than a full decomposition where a handful of
 * eigenvalues stand above the rest.
 */
import { createRandom } from './random.ts';

/** The dominant end of a spectrum. */
export interface DominantEigenpairs {
  /** Ritz values, descending [block]; those beyond the wanted ones are approximate. */
  readonly values: Float64Array;
  /** Ritz vectors as rows, orthonormal [block, n]. */
  readonly vectors: Float64Array;
  readonly iterations: number;
  /** False where the wanted pairs had not settled within the allowed iterations. */
  readonly converged: boolean;
}

/** A solver of one size that owns its scratch space; its answer is overwritten by its next call. */
export interface SubspaceSolver {
  /**
   * @param matrix real symmetric [n, n]
   * @param countWanted how many leading pairs must settle, given the current Ritz values
   * @param tolerance largest residual ‖Av − λv‖ of a wanted pair, relative to its λ
   * @param maximumIterations bound on the products with the matrix
   * @throws RangeError where the matrix holds a value that is not finite
   */
  solve(
    matrix: Float64Array,
    countWanted: (values: Float64Array) => number,
    tolerance: number,
    maximumIterations: number,
  ): DominantEigenpairs;
}

/**
 * A solver for symmetric matrices of one size.
 *
 * @param size rows of the matrix, n
 * @param block vectors that are iterated; a few more than wanted speed convergence up. At most n.
 */
export function createSubspaceSolver(size: number, block: number): SubspaceSolver {
  const width = Math.min(block, size);
  // The same start every time: the answer must not depend on what was solved before.
  const start = new Float64Array(width * size);
  createRandom(0x5eed).fillNormal(start, 1);
  orthonormalise(start, width, size);
  let basis = new Float64Array(width * size);
  let product = new Float64Array(width * size);
  let rotated = new Float64Array(width * size);
  const small = new Float64Array(width * width);
  const rotation = new Float64Array(width * width);
  const values = new Float64Array(width);

  return {
    solve(matrix, countWanted, tolerance, maximumIterations) {
      if (!Number.isFinite(matrix.reduce((sum, value) => sum + value, 0))) {
        throw new RangeError('a matrix to decompose must hold finite values');
      }
      basis.set(start);
      let iterations = 0;
      let converged = false;
      multiply(matrix, basis, product, width, size);
      while (iterations < maximumIterations) {
        iterations++;
        // product = A·basis, the next basis.
        [basis, product] = [product, basis];
        orthonormalise(basis, width, size);
        multiply(matrix, basis, product, width, size);
        gram(basis, product, small, width, size);
        diagonaliseSymmetric(small, rotation, width);
        const order = Array.from({ length: width }, (_, i) => i).sort(
          (a, b) => small[b * width + b] - small[a * width + a],
        );
        for (let i = 0; i < width; i++) values[i] = small[order[i] * width + order[i]];
        rotate(basis, rotated, rotation, order, width, size);
        [basis, rotated] = [rotated, basis];
        rotate(product, rotated, rotation, order, width, size);
        [product, rotated] = [rotated, product];
        const wanted = Math.min(width, countWanted(values));
        converged = true;
        for (let i = 0; i < wanted && converged; i++) {
          let residual = 0;
          for (let k = i * size; k < (i + 1) * size; k++) {
            const r = product[k] - values[i] * basis[k];
            residual += r * r;
          }
          converged = Math.sqrt(residual) <= tolerance * Math.abs(values[i]);
        }
        if (converged) break;
      }
      return { values, vectors: basis, iterations, converged };
    },
  };
}

/** out[i] = A·in[i] for each row vector, four at a time so that every matrix element is loaded once for four. */
function multiply(matrix: Float64Array, input: Float64Array, output: Float64Array, width: number, size: number): void {
  let v = 0;
  for (; v + 4 <= width; v += 4) {
    const v0 = v * size;
    const v1 = v0 + size;
    const v2 = v1 + size;
    const v3 = v2 + size;
    for (let row = 0; row < size; row++) {
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      const offset = row * size;
      for (let k = 0; k < size; k++) {
        const a = matrix[offset + k];
        s0 += a * input[v0 + k];
        s1 += a * input[v1 + k];
        s2 += a * input[v2 + k];
        s3 += a * input[v3 + k];
      }
      output[v0 + row] = s0;
      output[v1 + row] = s1;
      output[v2 + row] = s2;
      output[v3 + row] = s3;
    }
  }
  for (; v < width; v++) {
    for (let row = 0; row < size; row++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += matrix[row * size + k] * input[v * size + k];
      output[v * size + row] = sum;
    }
  }
}

/** Modified Gram–Schmidt, twice where a vector nearly vanishes; a vanished vector becomes a unit vector. */
function orthonormalise(vectors: Float64Array, width: number, size: number): void {
  for (let i = 0; i < width; i++) {
    for (let attempt = 0; ; attempt++) {
      const before = norm(vectors, i, size);
      for (let j = 0; j < i; j++) {
        let dot = 0;
        for (let k = 0; k < size; k++) dot += vectors[i * size + k] * vectors[j * size + k];
        for (let k = 0; k < size; k++) vectors[i * size + k] -= dot * vectors[j * size + k];
      }
      const after = norm(vectors, i, size);
      if (after > 1e-150 && (after > 1e-12 * before || (attempt > 0 && after > 1e-12))) {
        for (let k = 0; k < size; k++) vectors[i * size + k] /= after;
        if (after > 0.1 * before) break;
      } else {
        for (let k = 0; k < size; k++) vectors[i * size + k] = k === (i + attempt) % size ? 1 : 0;
      }
    }
  }
}

function norm(vectors: Float64Array, i: number, size: number): number {
  let sum = 0;
  for (let k = i * size; k < (i + 1) * size; k++) sum += vectors[k] * vectors[k];
  return Math.sqrt(sum);
}

/** out[i, j] = ⟨a_i, b_j⟩, symmetrised. */
function gram(a: Float64Array, b: Float64Array, out: Float64Array, width: number, size: number): void {
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += a[i * size + k] * b[j * size + k];
      out[i * width + j] = sum;
      out[j * width + i] = sum;
    }
  }
}

/** out[i] = Σ_j rotation[j, order[i]]·in[j]. */
function rotate(
  input: Float64Array,
  output: Float64Array,
  rotation: Float64Array,
  order: readonly number[],
  width: number,
  size: number,
): void {
  output.fill(0);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) {
      const weight = rotation[j * width + order[i]];
      for (let k = 0; k < size; k++) output[i * size + k] += weight * input[j * size + k];
    }
  }
}

/**
 * Cyclic Jacobi on a small real symmetric matrix, in place: afterwards its diagonal holds the eigenvalues and the
 * columns of `rotation` the eigenvectors (Golub and Van Loan §8.5).
 */
export function diagonaliseSymmetric(matrix: Float64Array, rotation: Float64Array, size: number): void {
  rotation.fill(0);
  for (let i = 0; i < size; i++) rotation[i * size + i] = 1;
  let scale = 0;
  for (let i = 0; i < size * size; i++) scale += matrix[i] * matrix[i];
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) off += matrix[i * size + j] ** 2;
    if (!(off > 1e-30 * scale)) return;
    for (let p = 0; p < size - 1; p++) {
      for (let q = p + 1; q < size; q++) {
        const apq = matrix[p * size + q];
        if (apq === 0) continue;
        const theta = (matrix[q * size + q] - matrix[p * size + p]) / (2 * apq);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (let k = 0; k < size; k++) {
          const a = matrix[k * size + p];
          const b = matrix[k * size + q];
          matrix[k * size + p] = c * a - s * b;
          matrix[k * size + q] = s * a + c * b;
        }
        for (let k = 0; k < size; k++) {
          const a = matrix[p * size + k];
          const b = matrix[q * size + k];
          matrix[p * size + k] = c * a - s * b;
          matrix[q * size + k] = s * a + c * b;
        }
        for (let k = 0; k < size; k++) {
          const a = rotation[k * size + p];
          const b = rotation[k * size + q];
          rotation[k * size + p] = c * a - s * b;
          rotation[k * size + q] = s * a + c * b;
        }
      }
    }
  }
}
