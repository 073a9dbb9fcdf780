/**
 * Ray paths between one site and one user, as a structure of arrays.
 *
 * Paths run from the site to the user. The channel is reciprocal, so an uplink sees the same delays and amplitudes, and
 * the *departure* direction at the site is the angle of arrival that the site's array measures.
 */

/** What a ray does at a vertex; the number is what `PathTable.interactions` stores. */
export const INTERACTIONS = ['reflection', 'transmission', 'diffraction', 'scattering'] as const;

/** Name of an interaction. */
export type Interaction = (typeof INTERACTIONS)[number];

/** Code of each interaction in `PathTable.interactions`. */
export const INTERACTION_CODE: Readonly<Record<Interaction, number>> = {
  reflection: 0,
  transmission: 1,
  diffraction: 2,
  scattering: 3,
};

/** All paths of one link, strongest first. */
export interface PathTable {
  readonly count: number;
  /** Propagation delay [count], seconds. */
  readonly delays: Float64Array;
  /**
   * Complex path amplitude [count, 2] (re, im): received over transmitted field for unit isotropic ends, λ/4πd, element
   * patterns, every interaction coefficient and the carrier phase e^{−j2πf_cτ} included. |a|² is the path gain.
   */
  readonly amplitudes: Float64Array;
  /**
   * Full polarimetric transfer [count, 2, 2, 2]: what arrives along the user's θ̂ and φ̂ (first index) of a wave launched
   * along the site's θ̂ and φ̂ (second), re and im, each seen along its own direction in the global frame. λ/4πd,
   * interactions and carrier phase are included, antennas are not: an amplitude is the user's pattern times the
   * transfer times the site's pattern.
   */
  readonly transfers: Float64Array;
  /** Azimuth of departure at the site [count], radians in (−π, π]. */
  readonly departureAzimuths: Float64Array;
  /** Elevation of departure at the site [count], radians. */
  readonly departureElevations: Float64Array;
  /** Azimuth from the user towards where the ray comes from [count], radians. */
  readonly arrivalAzimuths: Float64Array;
  /** Elevation from the user towards where the ray comes from [count], radians. */
  readonly arrivalElevations: Float64Array;
  /** Start of each path's vertices, in vertices [count + 1]. Path p has `vertexOffsets[p+1] − vertexOffsets[p]`. */
  readonly vertexOffsets: Uint32Array;
  /** Vertices of all paths [Σ, 3], site and user included, metres. */
  readonly vertices: Float64Array;
  /**
   * Interaction code at every vertex of all paths [Σ], aligned with `vertices`; the two ends hold 255.
   */
  readonly interactions: Uint8Array;
}

/** The value in `PathTable.interactions` at a path's two ends. */
export const PATH_END = 255;

/** The table of a link that no ray runs along. */
export function noPaths(): PathTable {
  return {
    count: 0,
    delays: new Float64Array(0),
    amplitudes: new Float64Array(0),
    transfers: new Float64Array(0),
    departureAzimuths: new Float64Array(0),
    departureElevations: new Float64Array(0),
    arrivalAzimuths: new Float64Array(0),
    arrivalElevations: new Float64Array(0),
    vertexOffsets: new Uint32Array(1),
    vertices: new Float64Array(0),
    interactions: new Uint8Array(0),
  };
}
