/** Reflection and transmission of a plane wave at a flat slab in air: ITU-R P.2040-3, §2.2. */

/** A complex number, as the few scalars here need it. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

/** The four coefficients of one slab at one angle. */
export interface SlabCoefficients {
  /** Reflection, electric field perpendicular to the plane of incidence (TE). */
  readonly reflectionTe: Complex;
  /** Reflection, electric field in the plane of incidence (TM). */
  readonly reflectionTm: Complex;
  readonly transmissionTe: Complex;
  readonly transmissionTm: Complex;
}

const multiply = (a: Complex, b: Complex): Complex => ({
  re: a.re * b.re - a.im * b.im,
  im: a.re * b.im + a.im * b.re,
});
const subtract = (a: Complex, b: Complex): Complex => ({ re: a.re - b.re, im: a.im - b.im });
const add = (a: Complex, b: Complex): Complex => ({ re: a.re + b.re, im: a.im + b.im });
const ONE: Complex = { re: 1, im: 0 };

function divide(a: Complex, b: Complex): Complex {
  const square = b.re * b.re + b.im * b.im;
  return { re: (a.re * b.re + a.im * b.im) / square, im: (a.im * b.re - a.re * b.im) / square };
}

/** The square root with a real part that is not negative; for passive media its imaginary part is then not positive. */
function squareRoot(z: Complex): Complex {
  const modulus = Math.hypot(z.re, z.im);
  const re = Math.sqrt(Math.max(0, (modulus + z.re) / 2));
  const im = Math.sqrt(Math.max(0, (modulus - z.re) / 2));
  return { re, im: z.im < 0 ? -im : im };
}

/** A = √(η − sin²θ), the normalised normal wave number inside the medium. */
function normalWaveNumber(permittivity: Complex, cosine: number): Complex {
  return squareRoot({ re: permittivity.re - (1 - cosine * cosine), im: permittivity.im });
}

/**
 * Fresnel reflection from air at a half space (P.2040-3, eq. 31a and 31b).
 *
 * @param cosine cosine of the angle of incidence from the normal, 0…1
 * @param permittivity complex relative permittivity η = ε_r − jσ/(ωε₀)
 * @returns r'_TE and r'_TM; for a perfect conductor −1 and +1
 */
export function fresnelReflection(
  cosine: number,
  permittivity: Complex,
): { readonly te: Complex; readonly tm: Complex } {
  const a = normalWaveNumber(permittivity, cosine);
  const c: Complex = { re: cosine, im: 0 };
  const etaC: Complex = { re: permittivity.re * cosine, im: permittivity.im * cosine };
  return { te: divide(subtract(c, a), add(c, a)), tm: divide(subtract(etaC, a), add(etaC, a)) };
}

/**
 * Reflection and transmission of a slab with air on both sides (P.2040-3, eq. 42 to 44), inner reflections included.
 * The transmission holds the phase of the way through the slab, not that of the air it replaces.
 *
 * @param cosine cosine of the angle of incidence from the normal, 0…1
 * @param permittivity complex relative permittivity η
 * @param thickness metres
 * @param wavelength in air, metres
 */
export function slabCoefficients(
  cosine: number,
  permittivity: Complex,
  thickness: number,
  wavelength: number,
): SlabCoefficients {
  const a = normalWaveNumber(permittivity, cosine);
  const k = (2 * Math.PI * thickness) / wavelength;
  // e^{−jq} with q = kA. The imaginary part of A is not positive, so this only ever decays.
  const decay = Math.exp(k * a.im);
  const once: Complex = { re: decay * Math.cos(k * a.re), im: -decay * Math.sin(k * a.re) };
  const twice = multiply(once, once);
  const { te, tm } = fresnelReflection(cosine, permittivity);
  const slab = (r: Complex): { reflection: Complex; transmission: Complex } => {
    const square = multiply(r, r);
    const denominator = subtract(ONE, multiply(square, twice));
    // Grazing incidence on a slab that is transparent: r'² → 1 and e^{−j2q} → 1 together.
    if (denominator.re === 0 && denominator.im === 0)
      return { reflection: { re: -1, im: 0 }, transmission: { re: 0, im: 0 } };
    return {
      reflection: divide(multiply(r, subtract(ONE, twice)), denominator),
      transmission: divide(multiply(subtract(ONE, square), once), denominator),
    };
  };
  const slabTe = slab(te);
  const slabTm = slab(tm);
  return {
    reflectionTe: slabTe.reflection,
    reflectionTm: slabTm.reflection,
    transmissionTe: slabTe.transmission,
    transmissionTm: slabTm.transmission,
  };
}
