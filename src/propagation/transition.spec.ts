import { describe, expect, it } from 'vitest';
import { scaledTransition } from './transition.ts';

/** 2j·e^{ju²} ∫ᵤ^∞ e^{−jt²} dt along t = u + s·e^{−jπ/4}, where the integrand falls like e^{−s²}: Simpson's rule. */
function byQuadrature(u: number): [number, number] {
  const steps = 40_000;
  const end = 7;
  let re = 0;
  let im = 0;
  for (let i = 0; i <= steps; i++) {
    const s = (end * i) / steps;
    const weight = ((i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2) * end) / steps / 3;
    const size = weight * Math.exp(-s * s - Math.SQRT2 * u * s);
    re += size * Math.cos(-Math.SQRT2 * u * s - Math.PI / 4);
    im += size * Math.sin(-Math.SQRT2 * u * s - Math.PI / 4);
  }
  return [-2 * im, 2 * re];
}

describe('scaledTransition', () => {
  const out = new Float64Array(2);

  it('is √π·e^{jπ/4} at zero', () => {
    scaledTransition(0, out);
    const expected = Math.sqrt(Math.PI / 2);
    expect(out).toBeAllclose([expected, expected], { relative: 1e-14, absolute: 0 });
  });

  it.each([1e-5, 0.01, 0.1, 0.3, 0.7, 1, 1.5, 2, 4, 7.9, 8.1, 10])('agrees with the integral at u = %d', (u) => {
    scaledTransition(u, out);
    expect(out).toBeAllclose(byQuadrature(u), { relative: 1e-11, absolute: 0 });
  });

  it('makes F the table of Kouyoumjian and Pathak', () => {
    // Real and imaginary parts as tabulated in their program (McNamara, Pistorius, Malherbe 1990, appendix B).
    const table: [number, number, number][] = [
      [0.3, 0.5717, 0.273],
      [0.7, 0.744, 0.2549],
      [1, 0.8095, 0.2322],
      [2.3, 0.924, 0.1577],
      [5.5, 0.9797, 0.0828],
    ];
    for (const [x, re, im] of table) {
      scaledTransition(Math.sqrt(x), out);
      expect(out.map((value) => value * Math.sqrt(x))).toBeAllclose([re, im], { relative: 0, absolute: 6e-5 });
    }
  });

  it('passes smoothly from the rational expansion to the asymptotic series', () => {
    const near = new Float64Array(2);
    scaledTransition(8 - 1e-13, near);
    scaledTransition(8, out);
    expect(out).toBeAllclose(near, { relative: 0, absolute: 2e-13 });
    scaledTransition(1e6, out);
    expect(out).toBeAllclose([1e-6, 0.5e-18], { relative: 1e-12, absolute: 0 });
  });
});
