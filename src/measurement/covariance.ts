/**
 * Forward–backward snapshots of the panel in real form.
 *
 * The panel is symmetric about its centre, so seen backwards and conjugated it is the same panel. Averaging both views
 * (forward–backward averaging) doubles the snapshots and decorrelates coherent paths, and a fixed unitary transform Q
 * turns the averaged covariance into the real matrix Re(Qᴴ R Q) (Linebarger, DeGroat and Dowling, IEEE Trans. Signal
 * Processing 42(8), 1994). Real and imaginary part of a transformed snapshot are then simply two real snapshots.
 *
 * Q pairs element m with its mirror image m' = M − 1 − m: (y_m + y_m')/√2 and −j(y_m − y_m')/√2; an odd panel keeps its
 * middle element.
 */

/**
 * Takes Qᴴ of snapshots.
 *
 * @param snapshots one row of interleaved snapshots [S, 2] per element, in element order
 * @param target where to write [M, 2S]: rows 0 … ⌊M/2⌋ − 1 sums, then the differences, the middle element (if any) last
 */
export function toPairedSpace(snapshots: readonly Float64Array[], target: Float64Array): Float64Array {
  const antennas = snapshots.length;
  const length = target.length / antennas;
  const half = antennas >> 1;
  for (let m = 0; m < half; m++) {
    const a = snapshots[m];
    const b = snapshots[antennas - 1 - m];
    const sum = m * length;
    const difference = (half + m) * length;
    for (let k = 0; k < length; k += 2) {
      target[sum + k] = Math.SQRT1_2 * (a[k] + b[k]);
      target[sum + k + 1] = Math.SQRT1_2 * (a[k + 1] + b[k + 1]);
      target[difference + k] = Math.SQRT1_2 * (a[k + 1] - b[k + 1]);
      target[difference + k + 1] = Math.SQRT1_2 * (b[k] - a[k]);
    }
  }
  if (antennas % 2 === 1) target.set(snapshots[half].subarray(0, length), 2 * half * length);
  return target;
}

/**
 * The panel's response in the paired space, real because mirrored elements respond in conjugate: √2·cos φ_m, √2·sin φ_m,
 * and 1 for a middle element, with the phases φ = ψ_x·column + ψ_y·row from the panel's centre.
 *
 * @param target where to write [rows·columns]
 */
export function pairedSteeringVector(
  rows: number,
  columns: number,
  psiX: number,
  psiY: number,
  target: Float64Array,
): Float64Array {
  const antennas = rows * columns;
  const half = antennas >> 1;
  for (let m = 0; m < half; m++) {
    const phase = psiX * ((m % columns) - (columns - 1) / 2) + psiY * (Math.floor(m / columns) - (rows - 1) / 2);
    target[m] = Math.SQRT2 * Math.cos(phase);
    target[half + m] = Math.SQRT2 * Math.sin(phase);
  }
  if (antennas % 2 === 1) target[antennas - 1] = 1;
  return target;
}

/**
 * Products of the rows of a matrix with one another, A·Aᵀ, or of its columns, Aᵀ·A.
 *
 * @param matrix [rows, columns]
 * @param target where to write the symmetric result
 */
export function gramMatrix(
  matrix: Float64Array,
  rows: number,
  columns: number,
  of: 'rows' | 'columns',
  target: Float64Array,
): Float64Array {
  if (of === 'rows') {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let k = 0; k < columns; k++) sum += matrix[i * columns + k] * matrix[j * columns + k];
        target[i * rows + j] = sum;
        target[j * rows + i] = sum;
      }
    }
    return target;
  }
  target.fill(0);
  for (let row = 0; row < rows * columns; row += columns) {
    for (let i = 0; i < columns; i++) {
      const value = matrix[row + i];
      for (let j = 0; j <= i; j++) target[i * columns + j] += value * matrix[row + j];
    }
  }
  for (let i = 0; i < columns; i++) for (let j = 0; j < i; j++) target[j * columns + i] = target[i * columns + j];
  return target;
}
