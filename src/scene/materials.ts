/**
 * Building materials as radio waves meet them: Recommendation ITU-R P.2040 "Effects of building materials and
 * structures on radiowave propagation above about 100 MHz", table 3.
 */
import { LabError } from '../errors/lab-error.ts';
import { VACUUM_PERMITTIVITY } from '../numerics/physics.ts';

/** One frequency range of a material: ε_r = a·f^b and σ = c·f^d (S/m) with f in gigahertz. */
export interface MaterialBand {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  /** Lowest frequency of validity, hertz. */
  readonly minimumFrequency: number;
  /** Highest frequency of validity, hertz. */
  readonly maximumFrequency: number;
}

/** A homogeneous slab. */
export interface RadioMaterial {
  readonly name: string;
  /** Slab thickness, metres. */
  readonly thickness: number;
  /** Ranges of validity, by rising frequency; at least one. */
  readonly bands: readonly MaterialBand[];
}

/** Slab thickness where nothing says otherwise, metres. */
export const DEFAULT_THICKNESS = 0.1;

/** a, b, c, d, lowest and highest frequency in gigahertz: the columns of table 3. */
type TableRow = readonly [a: number, b: number, c: number, d: number, lowGhz: number, highGhz: number];

/** Table 3 of P.2040-3, whose values other tracers use as well, and below it the materials that only P.2040-4 lists. */
const MATERIALS: Readonly<Record<string, readonly TableRow[]>> = {
  vacuum: [[1, 0, 0, 0, 0.001, 100]],
  concrete: [[5.24, 0, 0.0462, 0.7822, 1, 100]],
  brick: [[3.91, 0, 0.0238, 0.16, 1, 40]],
  plasterboard: [[2.73, 0, 0.0085, 0.9395, 1, 100]],
  wood: [[1.99, 0, 0.0047, 1.0718, 0.001, 100]],
  glass: [
    [6.31, 0, 0.0036, 1.3394, 0.1, 100],
    [5.79, 0, 0.0004, 1.658, 220, 450],
  ],
  ceiling_board: [
    [1.48, 0, 0.0011, 1.075, 1, 100],
    [1.52, 0, 0.0029, 1.029, 220, 450],
  ],
  chipboard: [[2.58, 0, 0.0217, 0.78, 1, 100]],
  plywood: [[2.71, 0, 0.33, 0, 1, 40]],
  marble: [[7.074, 0, 0.0055, 0.9262, 1, 60]],
  floorboard: [[3.66, 0, 0.0044, 1.3515, 50, 100]],
  metal: [[1, 0, 1e7, 0, 1, 100]],
  very_dry_ground: [[3, 0, 0.00015, 2.52, 1, 10]],
  medium_dry_ground: [[15, -0.1, 0.035, 1.63, 1, 10]],
  wet_ground: [[30, -0.4, 0.15, 1.3, 1, 10]],
  vinyl_tile: [[3.62, 0, 0.0051, 0.8422, 1, 40]],
  carpet_tile: [[2.08, 0, 0.0009, 0.82, 1, 40]],
  asphalt_concrete: [[4.83, 0, 0.0108, 1.3969, 1, 40]],
  clear_acrylic: [[2.57, 0, 0.0049, 1.0601, 1, 40]],
};

/** What P.2040-4 changed of them below 100 GHz: rows that stand in the place of the first. */
const REVISED: Readonly<Record<string, TableRow>> = {
  plasterboard: [2.94, 0, 0.0116, 0.7076, 1, 100],
  glass: [6.27, 0, 0.0043, 1.1925, 0.1, 100],
  ceiling_board: [1.48, 0, 0.0011, 1.1278, 1, 100],
};

/** Revisions of the recommendation: P.2040-3 and P.2040-4. */
type MaterialRevision = 3 | 4;

/** Names of all materials. */
export const MATERIAL_NAMES: readonly string[] = Object.keys(MATERIALS);

/**
 * A material of ITU-R P.2040, table 3.
 *
 * @param name such as "concrete"; hyphens, blanks and capitals are forgiven
 * @param thickness slab thickness, metres
 * @param revision whose values count where both have a material
 * @throws LabError `unknown-id` for a name that is not in the table, `bad-argument` for a thickness that is not positive
 */
export function createMaterial(
  name: string,
  thickness: number = DEFAULT_THICKNESS,
  revision: MaterialRevision = 3,
): RadioMaterial {
  const key = name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  if (!Object.hasOwn(MATERIALS, key)) {
    throw new LabError(
      'unknown-id',
      `Material "${name}" is not in ITU-R P.2040.`,
      `Use one of: ${MATERIAL_NAMES.join(', ')}.`,
    );
  }
  if (!(thickness > 0 && Number.isFinite(thickness))) {
    throw new LabError(
      'bad-argument',
      `Material "${name}" has thickness ${thickness} m.`,
      'Give a thickness above 0 m.',
    );
  }
  const [first, ...others] = MATERIALS[key];
  const revised = revision === 4 && Object.hasOwn(REVISED, key) ? REVISED[key] : first;
  const bands = [revised, ...others].map(([a, b, c, d, lowGhz, highGhz]) => ({
    a,
    b,
    c,
    d,
    minimumFrequency: lowGhz * 1e9,
    maximumFrequency: highGhz * 1e9,
  }));
  return { name: key, thickness, bands };
}

/** Electric properties of a material at one frequency. */
export interface ComplexPermittivity {
  /** ε_r, the real part of the complex relative permittivity η. */
  readonly real: number;
  /** −σ/(ωε₀), the imaginary part of η; never positive. */
  readonly imaginary: number;
  /** σ, S/m. */
  readonly conductivity: number;
  /** The frequency at which a, b, c and d were read, hertz. */
  readonly evaluatedFrequency: number;
  /** Empty, or a sentence saying that the frequency lies outside the table's range and which end was used. */
  readonly note: string;
}

/**
 * Complex relative permittivity η = ε_r − jσ/(ωε₀) (ITU-R P.2040-3, eq. 9b, 28 and 29). Outside the range of validity ε_r and
 * σ are those of the nearest end of a range, ω stays the true one, and `note` says so.
 *
 * @param material the slab's material
 * @param frequency hertz
 * @throws LabError `bad-argument` for a frequency that is not positive
 */
export function complexPermittivity(material: RadioMaterial, frequency: number): ComplexPermittivity {
  if (!(frequency > 0 && Number.isFinite(frequency))) {
    throw new LabError('bad-argument', `Frequency ${frequency} Hz is not positive.`, 'Give a frequency above 0 Hz.');
  }
  let nearest = material.bands[0];
  let evaluatedFrequency = clampToBand(frequency, nearest);
  for (const band of material.bands) {
    const clamped = clampToBand(frequency, band);
    if (Math.abs(clamped - frequency) < Math.abs(evaluatedFrequency - frequency)) {
      nearest = band;
      evaluatedFrequency = clamped;
    }
  }
  const gigahertz = evaluatedFrequency / 1e9;
  const conductivity = nearest.c * gigahertz ** nearest.d;
  return {
    real: nearest.a * gigahertz ** nearest.b,
    imaginary: -conductivity / (2 * Math.PI * frequency * VACUUM_PERMITTIVITY),
    conductivity,
    evaluatedFrequency,
    note:
      evaluatedFrequency === frequency
        ? ''
        : `ITU-R P.2040 does not cover ${material.name} at ${frequency / 1e9} GHz; its values at ${gigahertz} GHz are used.`,
  };
}

/**
 * What has to be said of materials at a carrier: the notes of all that the table does not cover there, each once.
 *
 * @param materials of a scene
 * @param frequency hertz
 * @throws LabError as `complexPermittivity`
 */
export function noteMaterials(materials: readonly RadioMaterial[], frequency: number): string[] {
  const notes = materials.map((material) => complexPermittivity(material, frequency).note);
  return [...new Set(notes)].filter((note) => note !== '');
}

/** The frequency of a band that lies nearest to the one asked for. */
function clampToBand(frequency: number, band: MaterialBand): number {
  return Math.min(Math.max(frequency, band.minimumFrequency), band.maximumFrequency);
}
