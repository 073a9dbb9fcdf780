/** What a link's waves meet at one carrier: the antennas at both ends and the materials between them. */
import { SPEED_OF_LIGHT } from '../numerics/physics.ts';
import { complexPermittivity } from '../scene/materials.ts';
import type { Scene } from '../scene/scene.ts';
import type { Site } from '../scene/sites.ts';
import { SLAB, writeSlab } from './fresnel.ts';
import type { PatchTable } from './patches.ts';
import type { Antenna } from './patterns.ts';
import { createAntenna } from './patterns.ts';
import type { Scattering } from './scattering.ts';
import { createScatteringLobe } from './scattering.ts';

/** Writes the coefficients of a slab at one cosine of incidence (see `writeSlab`). */
export type MaterialSlab = (material: number, cosine: number, out: Float64Array) => void;

/** See `createFieldModel`. */
export interface FieldModel {
  /** Carrier frequency, hertz. */
  readonly frequency: number;
  readonly siteAntenna: Antenna;
  readonly userAntenna: Antenna;
  /** A material of the scene as a flat slab. */
  readonly slab: MaterialSlab;
  /** The same for rays that mirror at it: what is scattered is missing from the reflection. */
  readonly specularSlab: MaterialSlab;
  /** How many walls the direct ray may be traced through. */
  readonly maximumTransmissions: number;
  /** How patches scatter, or null. */
  readonly scattering: {
    readonly patches: PatchTable;
    readonly model: Scattering;
    /** See `createScatteringLobe`. */
    readonly lobe: (cosine: number) => number;
  } | null;
}

/** What a field model may leave out. */
export interface FieldOptions {
  readonly maximumTransmissions?: number;
  readonly scattering?: { readonly patches: PatchTable; readonly model: Scattering } | null;
}

/**
 * Evaluates antennas and materials at a carrier.
 *
 * @param scene its materials are used
 * @param site its orientation and pattern are used; the user is isotropic and upright
 * @param frequency hertz
 * @param options what is traced besides reflections
 * @throws LabError `bad-argument` for a frequency that is not positive
 */
export function createFieldModel(
  scene: Scene,
  site: Site,
  frequency: number,
  { maximumTransmissions = 0, scattering = null }: FieldOptions = {},
): FieldModel {
  const wavelength = SPEED_OF_LIGHT / frequency;
  const real = new Float64Array(scene.materials.length);
  const imaginary = new Float64Array(scene.materials.length);
  const electricalThickness = new Float64Array(scene.materials.length);
  scene.materials.forEach((material, i) => {
    const permittivity = complexPermittivity(material, frequency);
    real[i] = permittivity.real;
    imaginary[i] = permittivity.imaginary;
    electricalThickness[i] = (2 * Math.PI * material.thickness) / wavelength;
  });
  const slab: MaterialSlab = (material, cosine, out) =>
    writeSlab(cosine, real[material], imaginary[material], electricalThickness[material], out);
  // R² = 1 − S² (Degli-Esposti et al., IEEE Trans. AP 55(1), 2007, eq. 3).
  const reduction = scattering ? Math.sqrt(1 - scattering.model.coefficient ** 2) : 1;
  const specularSlab: MaterialSlab = (material, cosine, out) => {
    slab(material, cosine, out);
    for (let i = SLAB.reflectionTe; i < SLAB.transmissionTe; i++) out[i] *= reduction;
  };
  return {
    frequency,
    siteAntenna: createAntenna(site.panel.pattern, site.orientation),
    userAntenna: createAntenna('iso', { azimuth: 0, elevation: 0 }),
    slab,
    specularSlab: reduction === 1 ? slab : specularSlab,
    maximumTransmissions,
    scattering: scattering && { ...scattering, lobe: createScatteringLobe(scattering.model) },
  };
}
