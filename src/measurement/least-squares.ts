/** Least-squares channel estimate from the received pilots. */

/**
 * The least-squares estimate: mean over symbols of Y·conj(r), for pilots of modulus one (PE-MSRN paper, eq. 2).
 *
 * @param received [symbols, antennas, tones, 2]
 * @param pilots the sounding sequence [tones, 2], the same in every symbol
 * @param symbols number of symbols
 * @param target where to write [antennas, tones, 2]
 * @returns the scatter of the symbols about their mean, Σ_l |Y_l·conj(r) − H|²/symbols per antenna and tone: its mean is
 *   σ²(1 − 1/symbols), and no property of the channel enters it
 */
export function estimateLeastSquares(
  received: Float32Array,
  pilots: Float64Array,
  symbols: number,
  target: Float32Array,
): number {
  const size = target.length;
  const rowLength = pilots.length;
  let scatter = 0;
  if (symbols === 2) {
    // The usual case in one pass: with two symbols the scatter is a quarter of the squared difference.
    for (let row = 0; row < size; row += rowLength) {
      for (let k = 0; k < rowLength; k += 2) {
        const i = row + k;
        const ar = received[i];
        const ai = received[i + 1];
        const br = received[i + size];
        const bi = received[i + size + 1];
        const pr = pilots[k];
        const pi = pilots[k + 1];
        const sr = 0.5 * (ar + br);
        const si = 0.5 * (ai + bi);
        target[i] = sr * pr + si * pi;
        target[i + 1] = si * pr - sr * pi;
        const dr = ar - br;
        const di = ai - bi;
        scatter += dr * dr + di * di;
      }
    }
    return scatter / 4 / (size / 2);
  }
  for (let row = 0; row < size; row += rowLength) {
    for (let k = 0; k < rowLength; k += 2) {
      let sr = 0;
      let si = 0;
      for (let symbol = 0, i = row + k; symbol < symbols; symbol++, i += size) {
        sr += received[i];
        si += received[i + 1];
      }
      sr /= symbols;
      si /= symbols;
      target[row + k] = sr * pilots[k] + si * pilots[k + 1];
      target[row + k + 1] = si * pilots[k] - sr * pilots[k + 1];
      for (let symbol = 0, i = row + k; symbol < symbols; symbol++, i += size) {
        scatter += (received[i] - sr) ** 2 + (received[i + 1] - si) ** 2;
      }
    }
  }
  return scatter / symbols / (size / 2);
}
