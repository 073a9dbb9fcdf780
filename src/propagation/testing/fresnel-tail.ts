/** The Fresnel integral by plain quadrature, for tests against exact solutions. */

/**
 * ∫_a^∞ e^{−jt²} dt by Simpson's rule along the contour t = a + s e^{−jπ/4}, on which the integrand decays.
 *
 * @param a where the integral begins; negative by symmetry
 * @returns real and imaginary part
 */
export function fresnelTail(a: number): [number, number] {
  if (a < 0) {
    const [re, im] = fresnelTail(-a);
    return [Math.sqrt(Math.PI / 2) - re, -Math.sqrt(Math.PI / 2) - im];
  }
  const steps = 2000;
  const end = Math.min(7, 30 / (Math.SQRT2 * a));
  let re = 0;
  let im = 0;
  for (let i = 0; i <= steps; i++) {
    const s = (end * i) / steps;
    const weight = ((i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2) * end) / steps / 3;
    const amplitude = weight * Math.exp(-s * s - Math.SQRT2 * a * s);
    const phase = -Math.SQRT2 * a * s - Math.PI / 4 - a * a;
    re += amplitude * Math.cos(phase);
    im += amplitude * Math.sin(phase);
  }
  return [re, im];
}
