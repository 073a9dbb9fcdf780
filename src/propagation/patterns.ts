/** What one antenna element radiates, where, and with which polarisation. */
import type { AntennaPattern, Orientation } from '../scene/sites.ts';

/** The half-power beam width of the element of TR 38.901 table 7.3-1, both cuts, radians. */
const ELEMENT_BEAM_WIDTH = (65 * Math.PI) / 180;
/** Its side lobe limit and front-to-back ratio, decibels. */
const ELEMENT_FLOOR_DB = 30;
/** Its maximum directional gain, decibels over isotropic. */
const ELEMENT_GAIN_DB = 8;
/** Directivity of a half-wave dipole, 4/Cin(2π) (Balanis, Antenna Theory, §4.6). */
const DIPOLE_DIRECTIVITY = 4 / 2.4376534;

/**
 * Power gain of an element in its own frame: boresight along x, dipole along z.
 *
 * @param pattern which element
 * @param x direction of departure or arrival, unit vector (likewise y, z)
 * @returns linear gain over isotropic
 */
export function elementGain(pattern: AntennaPattern, x: number, y: number, z: number): number {
  switch (pattern) {
    case 'iso':
      return 1;
    case 'dipole': {
      const sine = Math.hypot(x, y);
      if (sine < 1e-9) return 0;
      const field = Math.cos((Math.PI / 2) * z) / sine;
      return DIPOLE_DIRECTIVITY * field * field;
    }
    case 'tr38901': {
      // Table 7.3-1: A = −min{−(A_V + A_H), 30} with θ'' − 90° the angle from the horizon and φ'' the azimuth.
      const elevation = Math.atan2(z, Math.hypot(x, y));
      const azimuth = Math.atan2(y, x);
      const vertical = Math.min(12 * (elevation / ELEMENT_BEAM_WIDTH) ** 2, ELEMENT_FLOOR_DB);
      const horizontal = Math.min(12 * (azimuth / ELEMENT_BEAM_WIDTH) ** 2, ELEMENT_FLOOR_DB);
      return 10 ** ((ELEMENT_GAIN_DB - Math.min(vertical + horizontal, ELEMENT_FLOOR_DB)) / 10);
    }
    default:
      return pattern satisfies never;
  }
}

/** Writes the far field of an antenna for one direction: see `createAntenna`. */
export type Antenna = (x: number, y: number, z: number, field: Float64Array) => void;

/**
 * An antenna that radiates the pattern with vertical polarisation of its own frame (θ̂), turned to an orientation
 * (TR 38.901 §7.1, azimuth and down-tilt, no slant).
 *
 * @param pattern which element
 * @param orientation where its boresight looks
 * @returns a function of a global unit direction that writes √gain·θ̂ [3] in the global frame
 */
export function createAntenna(pattern: AntennaPattern, orientation: Orientation): Antenna {
  const ca = Math.cos(orientation.azimuth);
  const sa = Math.sin(orientation.azimuth);
  const ce = Math.cos(orientation.elevation);
  const se = Math.sin(orientation.elevation);
  return (x, y, z, field) => {
    const localX = ce * ca * x + ce * sa * y + se * z;
    const localY = -sa * x + ca * y;
    const localZ = -se * ca * x - se * sa * y + ce * z;
    const amplitude = Math.sqrt(elementGain(pattern, localX, localY, localZ));
    const sine = Math.hypot(localX, localY);
    // Straight up or down, azimuth is undefined: φ = 0 above and φ = π below give the same θ̂ = x̂, which keeps a
    // vertical link reciprocal.
    const vertical = sine < 1e-12;
    const thetaX = amplitude * (vertical ? 1 : (localZ * localX) / sine);
    const thetaY = amplitude * (vertical ? 0 : (localZ * localY) / sine);
    const thetaZ = amplitude * (vertical ? 0 : -sine);
    field[0] = ce * ca * thetaX - sa * thetaY - se * ca * thetaZ;
    field[1] = ce * sa * thetaX + ca * thetaY - se * sa * thetaZ;
    field[2] = se * thetaX + ce * thetaZ;
  };
}
