/** Powers of plane waves from known directions, jointly. */

/**
 * Fits the snapshots by waves with the given array responses, X = (AᵀA + ρM·I)⁻¹AᵀZ, and sums each wave's power. A joint fit
 * does not care whether the waves are coherent; the ridge ρ keeps two responses that are nearly alike from being given huge
 * opposite amplitudes.
 *
 * @param responses real array responses, columns of A, each [M] of squared length M
 * @param data real snapshots Z [M, N]
 * @param ridge ρ, relative to a lone wave
 * @returns Σ over the snapshots of X² per wave
 */
export function ridgePowers(responses: readonly Float64Array[], data: Float64Array, ridge: number): number[] {
  const count = responses.length;
  const antennas = responses[0].length;
  const snapshots = data.length / antennas;
  // Rows of the normal equations [AᵀA + ρM·I | AᵀZ].
  const rows = responses.map((a, i) => {
    const row = new Float64Array(count + snapshots);
    for (let m = 0; m < antennas; m++) {
      for (let j = 0; j < count; j++) row[j] += a[m] * responses[j][m];
      for (let k = 0; k < snapshots; k++) row[count + k] += a[m] * data[m * snapshots + k];
    }
    row[i] += ridge * antennas;
    return row;
  });
  // Gauss–Jordan without pivoting: the ridge makes the matrix positive definite.
  for (let i = 0; i < count; i++) {
    for (let r = 0; r < count; r++) {
      if (r === i) continue;
      const factor = rows[r][i] / rows[i][i];
      for (let k = i; k < count + snapshots; k++) rows[r][k] -= factor * rows[i][k];
    }
  }
  return rows.map((row, i) => {
    let power = 0;
    for (let k = count; k < count + snapshots; k++) power += (row[k] / row[i]) ** 2;
    return power;
  });
}
