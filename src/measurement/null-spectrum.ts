/**
 * The MUSIC null spectrum of a rectangular panel as a polynomial of two phases.
 *
 * With the array phase e^{j(ψ_x·column + ψ_y·row)}, the part of a response that lies in the signal subspace,
 * Σ_i |aᴴu_i|², is a trigonometric polynomial whose coefficient at lag (d_x, d_y) is the sum over the eigenvectors of their
 * autocorrelation. Once these few coefficients are known, any direction, gradient and curvature costs the same however many
 * eigenvectors there are.
 */

/** Signal-subspace polynomial S(ψ_x, ψ_y) of a panel; the null spectrum is D = M − S. */
export interface NullSpectrum {
  readonly rows: number;
  readonly columns: number;
  /**
   * Coefficients of the half plane of lags [rows, 2·columns − 1, 2]: lag d_y = 0 … rows − 1 and d_x = −(columns − 1) …
   * columns − 1; the other half is their conjugate.
   */
  readonly coefficients: Float64Array;
}

/** Value, gradient and curvature of the null spectrum at one point. */
export interface NullSpectrumJet {
  value: number;
  gradientX: number;
  gradientY: number;
  curvatureXX: number;
  curvatureXY: number;
  curvatureYY: number;
}

/**
 * Sums the autocorrelations of the signal eigenvectors into `spectrum.coefficients`.
 *
 * @param vectors orthonormal eigenvectors in the paired space of `covariance.ts`, as rows [≥ count, M]
 * @param count how many of them span the signal subspace
 */
export function fillNullSpectrum(spectrum: NullSpectrum, vectors: Float64Array, count: number): void {
  const { rows, columns, coefficients } = spectrum;
  const antennas = rows * columns;
  const half = antennas >> 1;
  const element = new Float64Array(2 * antennas);
  const width = 2 * columns - 1;
  coefficients.fill(0);
  for (let i = 0; i < count; i++) {
    // Back to element space, u = Q·e.
    for (let m = 0; m < half; m++) {
      const re = Math.SQRT1_2 * vectors[i * antennas + m];
      const im = Math.SQRT1_2 * vectors[i * antennas + half + m];
      element[2 * m] = re;
      element[2 * m + 1] = im;
      element[2 * (antennas - 1 - m)] = re;
      element[2 * (antennas - 1 - m) + 1] = -im;
    }
    if (antennas % 2 === 1) {
      element[2 * half] = vectors[i * antennas + antennas - 1];
      element[2 * half + 1] = 0;
    }
    for (let dy = 0; dy < rows; dy++) {
      for (let dx = dy === 0 ? 0 : 1 - columns; dx < columns; dx++) {
        let re = 0;
        let im = 0;
        const shift = 2 * (dy * columns + dx);
        const first = Math.max(0, -dx);
        const last = Math.min(columns, columns - dx);
        for (let row = 0; row + dy < rows; row++) {
          // aᴴu uᴴa has u_m·conj(u_{m+d}) before e^{+jψ·d}.
          for (let m = 2 * (row * columns + first); m < 2 * (row * columns + last); m += 2) {
            const n = m + shift;
            re += element[m] * element[n] + element[m + 1] * element[n + 1];
            im += element[m + 1] * element[n] - element[m] * element[n + 1];
          }
        }
        const c = 2 * (dy * width + dx + columns - 1);
        coefficients[c] += re;
        coefficients[c + 1] += im;
      }
    }
  }
}

/** Null spectrum D = M − Σ|aᴴu_i|² on a periodic grid, ψ = 2πg/G both ways [G (ψ_y), G (ψ_x)]; G a power of two. */
export function sampleNullSpectrum(spectrum: NullSpectrum, grid: number, target: Float64Array): Float64Array {
  const { rows, columns, coefficients } = spectrum;
  const width = 2 * columns - 1;
  const cosine = Float64Array.from({ length: grid }, (_, g) => Math.cos((2 * Math.PI * g) / grid));
  const sine = Float64Array.from({ length: grid }, (_, g) => Math.sin((2 * Math.PI * g) / grid));
  const inner = new Float64Array(2 * rows);
  const mask = grid - 1; // whole turns are dropped
  for (let gx = 0; gx < grid; gx++) {
    for (let dy = 0; dy < rows; dy++) {
      let re = 0;
      let im = 0;
      for (let dx = dy === 0 ? 0 : 1 - columns; dx < columns; dx++) {
        const turn = (gx * dx) & mask;
        const c = 2 * (dy * width + dx + columns - 1);
        re += coefficients[c] * cosine[turn] - coefficients[c + 1] * sine[turn];
        im += coefficients[c] * sine[turn] + coefficients[c + 1] * cosine[turn];
      }
      // Every lag but (0, 0) stands for its conjugate too.
      inner[2 * dy] = 2 * re;
      inner[2 * dy + 1] = 2 * im;
    }
    const constant = rows * columns + coefficients[2 * (columns - 1)];
    for (let gy = 0; gy < grid; gy++) {
      let sum = constant;
      for (let dy = 0, turn = 0; dy < rows; dy++, turn = (turn + gy) & mask) {
        sum -= inner[2 * dy] * cosine[turn] - inner[2 * dy + 1] * sine[turn];
      }
      target[gy * grid + gx] = sum;
    }
  }
  return target;
}

/** Evaluates the null spectrum, its gradient and its curvature at (ψ_x, ψ_y) into `jet`. */
export function evaluateNullSpectrum(spectrum: NullSpectrum, psiX: number, psiY: number, jet: NullSpectrumJet): void {
  const { rows, columns, coefficients } = spectrum;
  const width = 2 * columns - 1;
  const stepR = Math.cos(psiX);
  const stepI = Math.sin(psiX);
  let value = rows * columns + coefficients[2 * (columns - 1)];
  let gx = 0;
  let gy = 0;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let dy = 0; dy < rows; dy++) {
    const start = dy === 0 ? 0 : 1 - columns;
    const angle = start * psiX + dy * psiY;
    let er = Math.cos(angle);
    let ei = Math.sin(angle);
    for (let dx = start; dx < columns; dx++) {
      const c = 2 * (dy * width + dx + columns - 1);
      const real = coefficients[c] * er - coefficients[c + 1] * ei;
      const imaginary = coefficients[c] * ei + coefficients[c + 1] * er;
      value -= 2 * real;
      gx += 2 * dx * imaginary;
      gy += 2 * dy * imaginary;
      xx += 2 * dx * dx * real;
      xy += 2 * dx * dy * real;
      yy += 2 * dy * dy * real;
      const next = er * stepR - ei * stepI;
      ei = er * stepI + ei * stepR;
      er = next;
    }
  }
  jet.value = value;
  jet.gradientX = gx;
  jet.gradientY = gy;
  jet.curvatureXX = xx;
  jet.curvatureXY = xy;
  jet.curvatureYY = yy;
}

/**
 * Descends from a start to the local minimum of the null spectrum: Newton steps where the curvature is positive definite,
 * gradient steps elsewhere, halved until the value falls.
 *
 * @returns the minimum [ψ_x, ψ_y]; `jet` holds the values there
 */
export function descendNullSpectrum(
  spectrum: NullSpectrum,
  startX: number,
  startY: number,
  longestStep: number,
  jet: NullSpectrumJet,
): [number, number] {
  let x = startX;
  let y = startY;
  evaluateNullSpectrum(spectrum, x, y, jet);
  for (let iteration = 0; iteration < 40; iteration++) {
    const { value, gradientX: gx, gradientY: gy, curvatureXX: xx, curvatureXY: xy, curvatureYY: yy } = jet;
    const determinant = xx * yy - xy * xy;
    let dx: number;
    let dy: number;
    if (xx > 0 && determinant > 1e-12 * xx * yy) {
      dx = (-yy * gx + xy * gy) / determinant;
      dy = (xy * gx - xx * gy) / determinant;
    } else {
      const slope = Math.hypot(gx, gy);
      if (slope === 0) break;
      dx = (-gx / slope) * longestStep;
      dy = (-gy / slope) * longestStep;
    }
    const length = Math.hypot(dx, dy);
    if (length < 1e-12) break;
    let scale = Math.min(1, longestStep / length);
    evaluateNullSpectrum(spectrum, x + scale * dx, y + scale * dy, jet);
    while (jet.value > value && scale * length > 1e-12) {
      scale /= 2;
      evaluateNullSpectrum(spectrum, x + scale * dx, y + scale * dy, jet);
    }
    if (jet.value > value) {
      // Rounding, not descent, is left.
      evaluateNullSpectrum(spectrum, x, y, jet);
      break;
    }
    x += scale * dx;
    y += scale * dy;
  }
  return [x, y];
}
