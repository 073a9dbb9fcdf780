/** A slab's coefficients by their names, for tests that ask once. */
import { SLAB, writeSlab } from '../fresnel.ts';

/** A complex number. */
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

/**
 * What `writeSlab` writes, with names.
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
  const out = new Float64Array(8);
  writeSlab(cosine, permittivity.re, permittivity.im, (2 * Math.PI * thickness) / wavelength, out);
  const at = (index: number): Complex => ({ re: out[index], im: out[index + 1] });
  return {
    reflectionTe: at(SLAB.reflectionTe),
    reflectionTm: at(SLAB.reflectionTm),
    transmissionTe: at(SLAB.transmissionTe),
    transmissionTm: at(SLAB.transmissionTm),
  };
}
