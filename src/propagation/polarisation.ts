/**
 * The transverse electric field on its way, for both polarisations of the transmitter at once, and the frames in which
 * interactions turn it.
 */

/** Two complex fields: what a unit θ̂ and a unit φ̂ field at the transmitter have become. */
export interface TravellingField {
  /** Real parts [launched θ̂ or φ̂, x y z]. */
  readonly re: Float64Array;
  /** Imaginary parts, likewise. */
  readonly im: Float64Array;
}

/** Four unit vectors [4, 3]: first and second axis across the ray before an interaction, and after it. */
export type Frames = Float64Array;

/** Room for a field. */
export function createTravellingField(): TravellingField {
  return { re: new Float64Array(6), im: new Float64Array(6) };
}

/**
 * Writes θ̂ and φ̂ of a direction in the global frame. Straight up and down, where azimuth is undefined, θ̂ = x̂, as
 * antennas have it (see `createAntenna`).
 *
 * @param x unit direction (likewise y, z)
 * @param out θ̂, then φ̂ [2, 3]
 */
export function writeSphericalAxes(x: number, y: number, z: number, out: Float64Array): void {
  const sine = Math.sqrt(x * x + y * y);
  const vertical = sine < 1e-12;
  const cosAzimuth = vertical ? Math.sign(z) : x / sine;
  const sinAzimuth = vertical ? 0 : y / sine;
  out[0] = z * cosAzimuth;
  out[1] = z * sinAzimuth;
  out[2] = -sine;
  out[3] = -sinAzimuth;
  out[4] = cosAzimuth;
  out[5] = 0;
}

/**
 * Writes the frames of a plane: first axis across the plane of incidence (TE), second in it (TM). At normal incidence,
 * which has no such plane, any axis across the ray will do, since both polarisations fare alike.
 *
 * @param k unit direction of travel before [3]
 * @param next after [3]: mirrored, or the same
 * @param nx unit normal of the plane, either side (likewise ny, nz)
 */
export function writePlaneFrames(
  k: Float64Array,
  next: Float64Array,
  nx: number,
  ny: number,
  nz: number,
  frames: Frames,
): void {
  writeAcross(k, nx, ny, nz, frames, 0);
  frames[6] = frames[0];
  frames[7] = frames[1];
  frames[8] = frames[2];
  writeCross(frames, 0, k, frames, 3);
  writeCross(frames, 6, next, frames, 9);
}

/** Writes the same for rays that leave in any direction: each has its own plane with the normal. */
export function writeScatterFrames(
  k: Float64Array,
  next: Float64Array,
  nx: number,
  ny: number,
  nz: number,
  frames: Frames,
): void {
  writeAcross(k, nx, ny, nz, frames, 0);
  writeAcross(next, nx, ny, nz, frames, 6);
  writeCross(frames, 0, k, frames, 3);
  writeCross(frames, 6, next, frames, 9);
}

/** Writes the unit vector along k × n, or any across k where both are parallel. */
function writeAcross(k: Float64Array, nx: number, ny: number, nz: number, frames: Frames, at: number): void {
  let x = k[1] * nz - k[2] * ny;
  let y = k[2] * nx - k[0] * nz;
  let z = k[0] * ny - k[1] * nx;
  let square = x * x + y * y + z * z;
  if (square < 1e-18) {
    const hx = Math.abs(k[0]) < 0.7 ? 1 : 0;
    x = -k[2] * (1 - hx);
    y = k[2] * hx;
    z = k[0] * (1 - hx) - k[1] * hx;
    square = x * x + y * y + z * z;
  }
  const scale = 1 / Math.sqrt(square);
  frames[at] = x * scale;
  frames[at + 1] = y * scale;
  frames[at + 2] = z * scale;
}

/**
 * Writes the ray-fixed frames of an edge: β̂₀′, φ̂′ and β̂₀, φ̂ (see `diffractionMatrix`).
 *
 * @param k unit direction of travel before [3]
 * @param next after [3]
 * @param phi φ̂′ and φ̂ [2, 3]
 */
export function writeEdgeFrames(k: Float64Array, next: Float64Array, phi: Float64Array, frames: Frames): void {
  for (let axis = 0; axis < 3; axis++) {
    frames[3 + axis] = phi[axis];
    frames[9 + axis] = phi[3 + axis];
  }
  writeCross(frames, 3, k, frames, 0);
  writeCross(frames, 9, next, frames, 6);
}

/** Writes the cross product of a frame's axis and a vector. */
function writeCross(a: Float64Array, at: number, b: Float64Array, out: Float64Array, to: number): void {
  const ax = a[at];
  const ay = a[at + 1];
  const az = a[at + 2];
  out[to] = ay * b[2] - az * b[1];
  out[to + 1] = az * b[0] - ax * b[2];
  out[to + 2] = ax * b[1] - ay * b[0];
}

/**
 * Turns both fields by an interaction.
 *
 * @param field changed in place
 * @param frames axes before and after
 * @param matrix complex components after from those before, row by row [2, 2, 2]
 */
export function turnField({ re, im }: TravellingField, frames: Frames, matrix: Float64Array): void {
  for (let f = 0; f < 6; f += 3) {
    const aRe = frames[0] * re[f] + frames[1] * re[f + 1] + frames[2] * re[f + 2];
    const aIm = frames[0] * im[f] + frames[1] * im[f + 1] + frames[2] * im[f + 2];
    const bRe = frames[3] * re[f] + frames[4] * re[f + 1] + frames[5] * re[f + 2];
    const bIm = frames[3] * im[f] + frames[4] * im[f + 1] + frames[5] * im[f + 2];
    const firstRe = matrix[0] * aRe - matrix[1] * aIm + matrix[2] * bRe - matrix[3] * bIm;
    const firstIm = matrix[0] * aIm + matrix[1] * aRe + matrix[2] * bIm + matrix[3] * bRe;
    const secondRe = matrix[4] * aRe - matrix[5] * aIm + matrix[6] * bRe - matrix[7] * bIm;
    const secondIm = matrix[4] * aIm + matrix[5] * aRe + matrix[6] * bIm + matrix[7] * bRe;
    for (let axis = 0; axis < 3; axis++) {
      re[f + axis] = firstRe * frames[6 + axis] + secondRe * frames[9 + axis];
      im[f + axis] = firstIm * frames[6 + axis] + secondIm * frames[9 + axis];
    }
  }
}
