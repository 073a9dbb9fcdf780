/** Sites (base stations): where they are, where their panel looks, and what antenna it carries. */
import type { Vector3 } from './scene.ts';

/** Element patterns: isotropic, half-wave dipole, or the element of TR 38.901 table 7.3-1. */
export type AntennaPattern = 'iso' | 'dipole' | 'tr38901';

/** Where a panel looks. */
export interface Orientation {
  /** Azimuth of the boresight from +x towards +y, radians. */
  readonly azimuth: number;
  /** Elevation of the boresight above the horizon, radians (negative is down-tilt). */
  readonly elevation: number;
}

/** A uniform rectangular panel of equal elements. */
export interface AntennaPanel {
  readonly rows: number;
  readonly columns: number;
  /** Element spacing in wavelengths, the same both ways. */
  readonly spacing: number;
  readonly pattern: AntennaPattern;
}

/** One base station. */
export interface Site {
  readonly name: string;
  readonly position: Vector3;
  readonly orientation: Orientation;
  readonly panel: AntennaPanel;
}
