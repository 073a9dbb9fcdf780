import { describe, expect, it } from 'vitest';
import { complexPermittivity, createMaterial, MATERIAL_NAMES } from '../scene/materials.ts';
import type { Complex } from './testing/slab.ts';
import { slabCoefficients } from './testing/slab.ts';

const modulus = ({ re, im }: Complex): number => Math.hypot(re, im);
const cosineOf = (degrees: number): number => Math.cos((degrees * Math.PI) / 180);

/**
 * A slab between air by the transfer matrix of a thin film (Born and Wolf, Principles of Optics, §1.6), with complex
 * arithmetic of its own: the reference that the closed form is held against.
 */
function transferMatrixSlab(
  cosine: number,
  eta: Complex,
  thickness: number,
  wavelength: number,
  polarisation: 'te' | 'tm',
): { r: Complex; t: Complex } {
  const mul = (a: Complex, b: Complex): Complex => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re });
  const add = (a: Complex, b: Complex): Complex => ({ re: a.re + b.re, im: a.im + b.im });
  const scale = (a: Complex, s: number): Complex => ({ re: a.re * s, im: a.im * s });
  const inverse = (a: Complex): Complex => scale({ re: a.re, im: -a.im }, 1 / (a.re * a.re + a.im * a.im));
  const exp = (a: Complex): Complex => scale({ re: Math.cos(a.im), im: Math.sin(a.im) }, Math.exp(a.re));
  const argument = Math.atan2(eta.im, eta.re - (1 - cosine * cosine)) / 2;
  const root = Math.sqrt(Math.hypot(eta.re - (1 - cosine * cosine), eta.im));
  const a: Complex = { re: root * Math.cos(argument), im: root * Math.sin(argument) };
  const q = scale(a, (2 * Math.PI * thickness) / wavelength);
  // Admittance seen by the tangential fields, relative to air's: A for TE, η/A for TM; air has cosθ and 1/cosθ.
  const inside = polarisation === 'te' ? a : mul(eta, inverse(a));
  const outside = polarisation === 'te' ? cosine : 1 / cosine;
  const forth = exp({ re: -q.im, im: q.re }); // e^{jq}
  const back = inverse(forth);
  const cosQ = scale(add(forth, back), 0.5);
  const jSinQ = scale(add(forth, scale(back, -1)), 0.5);
  const b = add(cosQ, scale(mul(jSinQ, inverse(inside)), outside));
  const c = add(mul(inside, jSinQ), scale(cosQ, outside));
  const denominator = inverse(add(scale(b, outside), c));
  const r = mul(add(scale(b, outside), scale(c, -1)), denominator);
  // Tangential E for TE; for TM the convention of P.2040 has the opposite sign of tangential E.
  return { r: polarisation === 'te' ? r : scale(r, -1), t: scale(denominator, 2 * outside) };
}

/** Reflection at a half space: a slab so thick that nothing comes back from its far side. */
function halfSpace(cosine: number, { re, im }: Complex): { te: Complex; tm: Complex } {
  const slab = slabCoefficients(cosine, { re, im: Math.min(im, -1e-13) }, 1e15, 1);
  return { te: slab.reflectionTe, tm: slab.reflectionTm };
}

describe('a half space', () => {
  it('vanishes for TM at Brewster’s angle and turns sign there', () => {
    for (const permittivity of [1.99, 5.24, 15]) {
      const brewster = Math.atan(Math.sqrt(permittivity));
      const eta = { re: permittivity, im: 0 };
      expect(modulus(halfSpace(Math.cos(brewster), eta).tm)).toBeLessThan(1e-12);
      expect(halfSpace(Math.cos(brewster - 0.1), eta).tm.re).toBeGreaterThan(0);
      expect(halfSpace(Math.cos(brewster + 0.1), eta).tm.re).toBeLessThan(0);
      expect(modulus(halfSpace(Math.cos(brewster), eta).te)).toBeGreaterThan(0.1);
    }
  });

  it('goes to −1 for both polarisations at grazing incidence', () => {
    const { te, tm } = halfSpace(1e-9, { re: 5.24, im: -0.4 });
    expect([te.re, te.im, tm.re, tm.im]).toBeAllclose([-1, 0, -1, 0], { absolute: 1e-7 });
  });

  it('is that of a mirror for a perfect conductor: −1 and +1', () => {
    const { te, tm } = halfSpace(cosineOf(40), { re: 1, im: -1e14 });
    expect([te.re, te.im, tm.re, tm.im]).toBeAllclose([-1, 0, 1, 0], { absolute: 1e-6 });
  });

  it('at normal incidence is (1 − n)/(1 + n) for TE and its negative for TM', () => {
    const { te, tm } = halfSpace(1, { re: 4, im: 0 });
    expect([te.re, tm.re]).toBeAllclose([-1 / 3, 1 / 3], { relative: 1e-12 });
  });
});

describe('slabCoefficients', () => {
  const angles = [0, 10, 30, 45, 60, 75, 85, 89.9];

  it('agrees with the transfer matrix of a thin film', () => {
    for (const name of ['concrete', 'glass', 'wood', 'plasterboard']) {
      for (const frequency of [1e9, 3.5e9, 30e9]) {
        const { real, imaginary } = complexPermittivity(createMaterial(name), frequency);
        const eta = { re: real, im: imaginary };
        const wavelength = 299792458 / frequency;
        for (const degrees of angles) {
          const cosine = cosineOf(degrees);
          const slab = slabCoefficients(cosine, eta, 0.02, wavelength);
          const te = transferMatrixSlab(cosine, eta, 0.02, wavelength, 'te');
          const tm = transferMatrixSlab(cosine, eta, 0.02, wavelength, 'tm');
          const list = ({ re, im }: Complex): number[] => [re, im];
          expect(list(slab.reflectionTe)).toBeAllclose(list(te.r), { relative: 1e-8, absolute: 1e-9 });
          expect(list(slab.reflectionTm)).toBeAllclose(list(tm.r), { relative: 1e-8, absolute: 1e-9 });
          expect(list(slab.transmissionTe)).toBeAllclose(list(te.t), { relative: 1e-8, absolute: 1e-9 });
          expect(list(slab.transmissionTm)).toBeAllclose(list(tm.t), { relative: 1e-8, absolute: 1e-9 });
        }
      }
    }
  });

  it('conserves energy without loss and never makes any with it', () => {
    for (const name of MATERIAL_NAMES) {
      const { real, imaginary } = complexPermittivity(createMaterial(name), 5e9);
      for (const degrees of angles) {
        for (const thickness of [0.001, 0.013, 0.1, 1]) {
          const lossy = slabCoefficients(cosineOf(degrees), { re: real, im: imaginary }, thickness, 0.06);
          const lossless = slabCoefficients(cosineOf(degrees), { re: real + 0.5, im: 0 }, thickness, 0.06);
          for (const [reflection, transmission] of [
            ['reflectionTe', 'transmissionTe'],
            ['reflectionTm', 'transmissionTm'],
          ] as const) {
            const power = modulus(lossy[reflection]) ** 2 + modulus(lossy[transmission]) ** 2;
            expect(power).toBeLessThanOrEqual(1 + 1e-12);
            expect(Number.isFinite(power)).toBe(true);
            const kept = modulus(lossless[reflection]) ** 2 + modulus(lossless[transmission]) ** 2;
            expect(kept).toBeCloseTo(1, 9);
          }
        }
      }
    }
  });

  it('is invisible when it is half a wavelength thick inside', () => {
    const eta = { re: 4, im: 0 };
    const slab = slabCoefficients(1, eta, 0.1 / 2 / 2, 0.1);
    expect(modulus(slab.reflectionTe)).toBeLessThan(1e-12);
    expect(modulus(slab.transmissionTm)).toBeCloseTo(1, 12);
  });

  it('is a half space when it is thick and lossy, air when it is vacuum', () => {
    const eta = { re: 5.24, im: -0.5 };
    const thick = slabCoefficients(cosineOf(50), eta, 10, 0.01);
    const { te } = halfSpace(cosineOf(50), eta);
    expect([thick.reflectionTe.re, thick.reflectionTe.im]).toBeAllclose([te.re, te.im], { relative: 1e-12 });
    expect(thick.reflectionTe.re).toBeLessThan(-0.5);
    expect(modulus(thick.transmissionTe)).toBeLessThan(1e-12);
    const vacuum = slabCoefficients(cosineOf(50), { re: 1, im: 0 }, 0.1, 0.01);
    expect(modulus(vacuum.reflectionTm)).toBeLessThan(1e-12);
    expect(modulus(vacuum.transmissionTm)).toBeCloseTo(1, 12);
  });
});
