/** The directions in antenna space that hold signal, and how many they are. */
import { createSubspaceSolver } from '../numerics/subspace.ts';
import type { SubspaceSolver } from '../numerics/subspace.ts';
import { gramMatrix } from './covariance.ts';
import { countSources, logDeterminant } from './source-count.ts';

/** Most sources that are looked for. */
export const MAXIMUM_SOURCES = 8;

/** Vectors iterated beyond the wanted ones: they carry what lies just below the cut and so speed convergence up. */
const GUARD_VECTORS = 4;

/** Diagonal loading relative to the mean eigenvalue: far below any noise, far above rounding, so ln det is finite. */
export const LOADING = 1e-12;

/** Largest residual of a wanted eigenpair relative to its eigenvalue; noise turns the vectors a thousand times further. */
const TOLERANCE = 1e-6;

/** Bound on the iterations. What has not settled by then lies in a cluster, whose single vectors mean nothing. */
const MAXIMUM_ITERATIONS = 60;

/** Scratch space for one number of antennas and real snapshots. Its contents belong to the latest call. */
export interface SignalSubspace {
  readonly antennas: number;
  readonly snapshots: number;
  /** Orthonormal signal eigenvectors in the paired space, as rows [MAXIMUM_SOURCES, M]; the first `count` are valid. */
  readonly vectors: Float64Array;
  readonly gram: Float64Array;
  readonly factor: Float64Array;
  readonly solver: SubspaceSolver;
}

/**
 * @param antennas M
 * @param snapshots N, real ones
 */
export function createSignalSubspace(antennas: number, snapshots: number): SignalSubspace {
  const size = Math.min(antennas, snapshots);
  return {
    antennas,
    snapshots,
    vectors: new Float64Array(MAXIMUM_SOURCES * antennas),
    gram: new Float64Array(size * size),
    factor: new Float64Array(size * size),
    solver: createSubspaceSolver(size, MAXIMUM_SOURCES + GUARD_VECTORS),
  };
}

/**
 * Finds the dominant eigenvectors of the covariance ZZᵀ and counts the sources (MDL).
 *
 * ZZᵀ [M, M] and ZᵀZ [N, N] share their eigenvalues that are not zero, and their eigenvectors follow from each other, so
 * the smaller of the two is decomposed.
 *
 * @param data real snapshots Z in the paired space [M, N]
 * @param subspace from `createSignalSubspace`; receives the vectors
 * @returns number of sources, 0 … MAXIMUM_SOURCES
 */
export function findSignalSubspace(data: Float64Array, subspace: SignalSubspace): number {
  const { antennas, snapshots, vectors, gram, factor, solver } = subspace;
  const wide = snapshots >= antennas;
  const size = wide ? antennas : snapshots;
  gramMatrix(data, antennas, snapshots, wide ? 'rows' : 'columns', gram);
  let trace = 0;
  for (let i = 0; i < size; i++) trace += gram[i * size + i];
  const loading = (LOADING * trace) / size;
  for (let i = 0; i < size; i++) gram[i * size + i] += loading;
  trace += loading * size;
  factor.set(gram);
  const logDet = logDeterminant(factor, size);
  const most = Math.min(MAXIMUM_SOURCES, size - 1);
  const count = (values: Float64Array): number =>
    countSources(values, trace, logDet, size, Math.max(antennas, snapshots), most);
  const found = solver.solve(gram, count, TOLERANCE, MAXIMUM_ITERATIONS);
  const sources = count(found.values);
  for (let i = 0; i < sources; i++) {
    if (wide) {
      vectors.set(found.vectors.subarray(i * size, (i + 1) * size), i * antennas);
      continue;
    }
    const scale = 1 / Math.sqrt(found.values[i]);
    for (let m = 0; m < antennas; m++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += data[m * size + k] * found.vectors[i * size + k];
      vectors[i * antennas + m] = scale * sum;
    }
  }
  return sources;
}
