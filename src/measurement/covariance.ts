/**
 * Forward–backward spatial covariance in real form.
 *
 * The panel is symmetric about its centre, so seen backwards and conjugated it is the same panel. Averaging both views (forward–
 * backward averaging) doubles the snapshots and decorrelates coherent paths, and a fixed unitary transform Q turns the
 * averaged covariance into the real matrix Re(Qᴴ R Q) (Linebarger, DeGroat and Dowling, IEEE Trans. SP 42(8), 1994): half the
 * work for the covariance, a quarter for its eigenvectors.
 *
 * Q pairs element m with its mirror image m' = M − 1 − m: (y_m + y_m')/√2 and −j(y_m − y_m')/√2; an odd panel keeps its
 * middle element.
 */

/**
 * Qᴴ applied to every tone: [antennas, tones, 2] in element space to the same shape in the paired space, rows 0 … ⌊M/2⌋ − 1
 * sums, the rest differences, the middle element (if any) last.
 */
export function toPairedSpace(estimate: Float32Array, antennas: number, target: Float64Array): Float64Array {
  const rowLength = estimate.length / antennas;
  const half = antennas >> 1;
  const root = Math.SQRT1_2;
  for (let m = 0; m < half; m++) {
    const a = m * rowLength;
    const b = (antennas - 1 - m) * rowLength;
    const sum = m * rowLength;
    const difference = (half + m) * rowLength;
    for (let k = 0; k < rowLength; k += 2) {
      const ar = estimate[a + k];
      const ai = estimate[a + k + 1];
      const br = estimate[b + k];
      const bi = estimate[b + k + 1];
      target[sum + k] = root * (ar + br);
      target[sum + k + 1] = root * (ai + bi);
      target[difference + k] = root * (ai - bi);
      target[difference + k + 1] = root * (br - ar);
    }
  }
  if (antennas % 2 === 1) target.set(estimate.subarray(half * rowLength, (half + 1) * rowLength), 2 * half * rowLength);
  return target;
}

/**
 * Re(Z Zᴴ)/snapshots for paired-space data: the forward–backward covariance.
 *
 * @param paired [antennas, snapshots, 2]
 * @param antennas M
 * @param target where to write the symmetric matrix [M, M]
 */
export function realCovariance(paired: Float64Array, antennas: number, target: Float64Array): Float64Array {
  // Re(z zᴴ) = re·reᵀ + im·imᵀ, so an interleaved complex row is just a real row of twice the length.
  const length = paired.length / antennas;
  const scale = 2 / length;
  const tiled = antennas - (antennas % 4);
  for (let i = 0; i < tiled; i += 4) {
    for (let j = 0; j <= i; j += 4) tile(paired, length, i, j, antennas, target);
  }
  for (let i = tiled; i < antennas; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < length; k++) sum += paired[i * length + k] * paired[j * length + k];
      target[i * antennas + j] = sum;
    }
  }
  for (let i = 0; i < antennas; i++) {
    for (let j = 0; j <= i; j++) {
      const value = target[i * antennas + j] * scale;
      target[i * antennas + j] = value;
      target[j * antennas + i] = value;
    }
  }
  return target;
}

/** Sixteen inner products at once, so that each loaded value is used four times. */
function tile(z: Float64Array, length: number, i: number, j: number, antennas: number, target: Float64Array): void {
  let c00 = 0;
  let c01 = 0;
  let c02 = 0;
  let c03 = 0;
  let c10 = 0;
  let c11 = 0;
  let c12 = 0;
  let c13 = 0;
  let c20 = 0;
  let c21 = 0;
  let c22 = 0;
  let c23 = 0;
  let c30 = 0;
  let c31 = 0;
  let c32 = 0;
  let c33 = 0;
  const end = i * length + length;
  const jump = (j - i) * length;
  for (let a = i * length; a < end; a++) {
    const b = a + jump;
    const b0 = z[b];
    const b1 = z[b + length];
    const b2 = z[b + 2 * length];
    const b3 = z[b + 3 * length];
    const a0 = z[a];
    c00 += a0 * b0;
    c01 += a0 * b1;
    c02 += a0 * b2;
    c03 += a0 * b3;
    const a1 = z[a + length];
    c10 += a1 * b0;
    c11 += a1 * b1;
    c12 += a1 * b2;
    c13 += a1 * b3;
    const a2 = z[a + 2 * length];
    c20 += a2 * b0;
    c21 += a2 * b1;
    c22 += a2 * b2;
    c23 += a2 * b3;
    const a3 = z[a + 3 * length];
    c30 += a3 * b0;
    c31 += a3 * b1;
    c32 += a3 * b2;
    c33 += a3 * b3;
  }
  const o = i * antennas + j;
  target[o] = c00;
  target[o + 1] = c01;
  target[o + 2] = c02;
  target[o + 3] = c03;
  target[o + antennas] = c10;
  target[o + antennas + 1] = c11;
  target[o + antennas + 2] = c12;
  target[o + antennas + 3] = c13;
  target[o + 2 * antennas] = c20;
  target[o + 2 * antennas + 1] = c21;
  target[o + 2 * antennas + 2] = c22;
  target[o + 2 * antennas + 3] = c23;
  target[o + 3 * antennas] = c30;
  target[o + 3 * antennas + 1] = c31;
  target[o + 3 * antennas + 2] = c32;
  target[o + 3 * antennas + 3] = c33;
}
