/** What a path does to the wave: the transverse electric field is carried along the whole path, polarisation included. */
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { complexPermittivity } from '../scene/materials.ts';
import type { Scene } from '../scene/scene.ts';
import type { Site } from '../scene/sites.ts';
import type { Complex, SlabCoefficients } from './fresnel.ts';
import { slabCoefficients } from './fresnel.ts';
import type { Antenna } from './patterns.ts';
import { createAntenna } from './patterns.ts';

/** The antennas at both ends and the materials between them, at one carrier. */
export interface FieldModel {
  /** Carrier frequency, hertz. */
  readonly frequency: number;
  readonly siteAntenna: Antenna;
  readonly userAntenna: Antenna;
  /** Coefficients of one material of the scene at one cosine of incidence. */
  readonly slab: (material: number, cosine: number) => SlabCoefficients;
}

/**
 * Evaluates antennas and materials at a carrier.
 *
 * @param scene its materials are used
 * @param site its orientation and pattern are used; the user is isotropic and upright
 * @param frequency hertz
 * @throws LabError `bad-argument` for a frequency that is not positive
 */
export function createFieldModel(scene: Scene, site: Site, frequency: number): FieldModel {
  const wavelength = SPEED_OF_LIGHT / frequency;
  const permittivities: Complex[] = scene.materials.map((material) => {
    const { real, imaginary } = complexPermittivity(material, frequency);
    return { re: real, im: imaginary };
  });
  return {
    frequency,
    siteAntenna: createAntenna(site.panel.pattern, site.orientation),
    userAntenna: createAntenna('iso', { azimuth: 0, elevation: 0 }),
    slab: (material, cosine) =>
      slabCoefficients(cosine, permittivities[material], scene.materials[material].thickness, wavelength),
  };
}

/** A transverse field on its way: complex vector E and unit direction of travel k. */
export interface TravellingField {
  /** Re E [3]. */
  readonly re: Float64Array;
  /** Im E [3]. */
  readonly im: Float64Array;
}

/**
 * Reflects a field at a plane: its parts perpendicular (TE) and parallel (TM) to the plane of incidence, each with its
 * coefficient (Balanis, Advanced Engineering Electromagnetics, §5.3; signs as in ITU-R P.2040).
 *
 * @param field changed in place
 * @param k unit direction of travel before [3]
 * @param reflected unit direction of travel after [3]
 * @param normal unit normal of the plane, either side [3]
 * @param coefficients of the slab at this angle
 */
export function reflectField(
  field: TravellingField,
  k: Float64Array,
  reflected: Float64Array,
  normal: readonly [number, number, number],
  coefficients: SlabCoefficients,
): void {
  const [nx, ny, nz] = normal;
  let sx = k[1] * nz - k[2] * ny;
  let sy = k[2] * nx - k[0] * nz;
  let sz = k[0] * ny - k[1] * nx;
  let length = Math.hypot(sx, sy, sz);
  if (length < 1e-9) {
    // Normal incidence has no plane; both coefficients agree, so any direction across k will do.
    const [hx, hy, hz] = Math.abs(k[0]) < 0.7 ? [1, 0, 0] : [0, 1, 0];
    sx = k[1] * hz - k[2] * hy;
    sy = k[2] * hx - k[0] * hz;
    sz = k[0] * hy - k[1] * hx;
    length = Math.hypot(sx, sy, sz);
  }
  sx /= length;
  sy /= length;
  sz /= length;
  const px = sy * k[2] - sz * k[1];
  const py = sz * k[0] - sx * k[2];
  const pz = sx * k[1] - sy * k[0];
  const qx = sy * reflected[2] - sz * reflected[1];
  const qy = sz * reflected[0] - sx * reflected[2];
  const qz = sx * reflected[1] - sy * reflected[0];
  const { re, im } = field;
  const teRe = re[0] * sx + re[1] * sy + re[2] * sz;
  const teIm = im[0] * sx + im[1] * sy + im[2] * sz;
  const tmRe = re[0] * px + re[1] * py + re[2] * pz;
  const tmIm = im[0] * px + im[1] * py + im[2] * pz;
  const { reflectionTe: te, reflectionTm: tm } = coefficients;
  const outTeRe = teRe * te.re - teIm * te.im;
  const outTeIm = teRe * te.im + teIm * te.re;
  const outTmRe = tmRe * tm.re - tmIm * tm.im;
  const outTmIm = tmRe * tm.im + tmIm * tm.re;
  re[0] = outTeRe * sx + outTmRe * qx;
  re[1] = outTeRe * sy + outTmRe * qy;
  re[2] = outTeRe * sz + outTmRe * qz;
  im[0] = outTeIm * sx + outTmIm * qx;
  im[1] = outTeIm * sy + outTmIm * qy;
  im[2] = outTeIm * sz + outTmIm * qz;
}
