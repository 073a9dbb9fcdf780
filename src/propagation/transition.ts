/** The transition function of the uniform theory of diffraction, by way of the complex error function. */

/** Terms of the rational expansion; 40 leave an error below 1e-13 (measured against quadrature in the test). */
const TERMS = 40;
/** From this root of the argument on, ten terms of the asymptotic series do as well at a tenth of the cost. */
const FAR = 8;
/** The expansion's scale, √(N/√2) (Weideman 1994, §3). */
const SCALE = Math.sqrt(TERMS / Math.SQRT2);
const coefficients = expandErrorFunction();

/**
 * Coefficients of w(z) = 2 Σ aₙZⁿ/(L − iz)² + 1/(√π(L − iz)), Z = (L + iz)/(L − iz): the Fourier coefficients of
 * e^{−t²}(L² + t²) with t = L tan(θ/2).
 *
 * @returns a₁ … a_N [N]
 */
function expandErrorFunction(): Float64Array {
  const samples = 4 * TERMS;
  const expansion = new Float64Array(TERMS);
  for (let k = 1 - samples / 2; k < samples / 2; k++) {
    const angle = (2 * Math.PI * k) / samples;
    const t = SCALE * Math.tan(angle / 2);
    const value = Math.exp(-t * t) * (SCALE * SCALE + t * t);
    for (let n = 0; n < TERMS; n++) expansion[n] += (value * Math.cos((n + 1) * angle)) / samples;
  }
  return expansion;
}

/**
 * Writes G(u) = F(u²)/u = 2j·e^{ju²} ∫ᵤ^∞ e^{−jt²} dt for u ≥ 0, where F is the transition function of Kouyoumjian and
 * Pathak (Proc. IEEE 62(11), 1974, eq. 26). Unlike F, G does not vanish at u = 0, so that what diverges there can be
 * divided out first. G(u) = √π·e^{jπ/4}·w(e^{j3π/4}u) with the Faddeeva function w, by Weideman's rational expansion
 * (SIAM J. Numer. Anal. 31(5), 1994).
 *
 * @param u root of the transition function's argument, not negative
 * @param out real and imaginary part [2]
 */
export function scaledTransition(u: number, out: Float64Array): void {
  if (u >= FAR) {
    // F(X) = Σ (2m − 1)!!·(j/2X)ᵐ (Kouyoumjian and Pathak, eq. 30), even and odd powers apart.
    const x = 1 / (2 * u * u);
    const square = x * x;
    const re = 1 - square * (3 - square * (105 - square * (10395 - square * (2027025 - square * 654729075))));
    const im = x * (1 - square * (15 - square * (945 - square * (135135 - square * 34459425))));
    out[0] = re / u;
    out[1] = im / u;
    return;
  }
  // z = e^{j3π/4}u, so −jz = (u/√2)(1 + j) and L ∓ jz = (L ± u/√2) ± j·u/√2.
  const part = u * Math.SQRT1_2;
  const lowRe = SCALE + part;
  const highRe = SCALE - part;
  const square = lowRe * lowRe + part * part;
  const inverseRe = lowRe / square;
  const inverseIm = -part / square;
  const zRe = highRe * inverseRe + part * inverseIm;
  const zIm = highRe * inverseIm - part * inverseRe;
  let re = 0;
  let im = 0;
  for (let n = TERMS - 1; n >= 0; n--) {
    const next = re * zRe - im * zIm + coefficients[n];
    im = re * zIm + im * zRe;
    re = next;
  }
  // w = (2p/(L − iz) + 1/√π)/(L − iz)
  const sumRe = 2 * (re * inverseRe - im * inverseIm) + 1 / Math.sqrt(Math.PI);
  const sumIm = 2 * (re * inverseIm + im * inverseRe);
  const wRe = sumRe * inverseRe - sumIm * inverseIm;
  const wIm = sumRe * inverseIm + sumIm * inverseRe;
  const size = Math.sqrt(Math.PI / 2);
  out[0] = size * (wRe - wIm);
  out[1] = size * (wRe + wIm);
}
