/** Beams: what a point, or its image in a mirror, can light. */
import { enclosePoints } from '../scene/geometry.ts';
import type { PreparedScene } from './prepared-scene.ts';

/**
 * What rounding may do to a beam's sides, and no more, metres.
 *
 * @param prepared the scene
 */
const beamMargin = ({ bvh }: PreparedScene): number => Math.max(1e-9, bvh.tolerance);

/**
 * The half spaces a·p ≥ b that hold whatever an image can light through its mirror: the mirror's far side, and the
 * sides of the pyramid from the image through the mirror's outline.
 *
 * @param prepared the scene
 * @param mirror the mirroring facet
 * @param x the image, metres (likewise y, z)
 * @param aperture the part of the mirror that the image is seen through [V, 3], metres
 * @returns four numbers each, the mirror's own plane first
 */
export function beamPlanes(
  prepared: PreparedScene,
  mirror: number,
  x: number,
  y: number,
  z: number,
  aperture: Float64Array,
): number[] {
  const { planes, unevenness } = prepared.facets;
  const margin = beamMargin(prepared) + unevenness[mirror];
  const beam: number[] = [];
  let nx = planes[4 * mirror];
  let ny = planes[4 * mirror + 1];
  let nz = planes[4 * mirror + 2];
  let offset = planes[4 * mirror + 3];
  if (nx * x + ny * y + nz * z > offset) [nx, ny, nz, offset] = [-nx, -ny, -nz, -offset];
  beam.push(nx, ny, nz, offset - margin);

  const count = aperture.length / 3;
  let cx = 0;
  let cy = 0;
  let cz = 0;
  for (let i = 0; i < count; i++) {
    cx += aperture[3 * i] / count;
    cy += aperture[3 * i + 1] / count;
    cz += aperture[3 * i + 2] / count;
  }
  for (let i = 0; i < count; i++) {
    const a = 3 * i;
    const b = 3 * ((i + 1) % count);
    const ux = aperture[a] - x;
    const uy = aperture[a + 1] - y;
    const uz = aperture[a + 2] - z;
    const vx = aperture[b] - x;
    const vy = aperture[b + 1] - y;
    const vz = aperture[b + 2] - z;
    let sx = uy * vz - uz * vy;
    let sy = uz * vx - ux * vz;
    let sz = ux * vy - uy * vx;
    const length = Math.hypot(sx, sy, sz);
    const edge = Math.hypot(vx - ux, vy - uy, vz - uz);
    // A side through an edge of no length, or seen end on, has no reliable direction: leave it open.
    if (edge < 1e-6 || length < 1e-9 * edge * Math.hypot(ux, uy, uz)) continue;
    sx /= length;
    sy /= length;
    sz /= length;
    const inside = sx * (cx - x) + sy * (cy - y) + sz * (cz - z);
    if (Math.abs(inside) <= 10 * margin) continue;
    if (inside < 0) [sx, sy, sz] = [-sx, -sy, -sz];
    // Rounding of the edge's ends is magnified by the lever from the edge to whatever is lit.
    beam.push(sx, sy, sz, sx * x + sy * y + sz * z - margin * Math.max(1, 1000 / edge));
  }
  return beam;
}

/**
 * Whether a box lies wholly outside of one of a beam's half spaces.
 *
 * @param beam half spaces a·p ≥ b, four numbers each; none means everything
 * @param bounds extents
 * @param b where in `bounds` the six numbers start
 */
export function isBoxOutside(beam: readonly number[], bounds: Float64Array, b: number): boolean {
  for (let i = 0; i < beam.length; i += 4) {
    const x = beam[i] > 0 ? bounds[b + 3] : bounds[b];
    const y = beam[i + 1] > 0 ? bounds[b + 4] : bounds[b + 1];
    const z = beam[i + 2] > 0 ? bounds[b + 5] : bounds[b + 2];
    if (beam[i] * x + beam[i + 1] * y + beam[i + 2] * z < beam[i + 3]) return true;
  }
  return false;
}

/**
 * Cuts a segment to a beam.
 *
 * @param beam as in `isBoxOutside`
 * @param x the segment's start, metres (likewise y, z)
 * @param dx its unit direction (likewise dy, dz)
 * @param length metres
 * @param range receives where the part inside begins and ends, metres from the start
 * @returns whether any of it is inside
 */
export function clipSegment(
  beam: readonly number[],
  x: number,
  y: number,
  z: number,
  dx: number,
  dy: number,
  dz: number,
  length: number,
  range: Float64Array,
): boolean {
  let from = 0;
  let to = length;
  for (let i = 0; i < beam.length; i += 4) {
    const start = beam[i] * x + beam[i + 1] * y + beam[i + 2] * z - beam[i + 3];
    const slope = beam[i] * dx + beam[i + 1] * dy + beam[i + 2] * dz;
    if (Math.abs(slope) < 1e-12) {
      if (start < 0) return false;
    } else {
      const at = -start / slope;
      if (slope > 0) {
        if (at > from) from = at;
      } else if (at < to) to = at;
      if (from > to) return false;
    }
  }
  range[0] = from;
  range[1] = to;
  return true;
}

/**
 * The extent of the part of a mirror that an image is seen through, with what rounding and uneven facets may do to it.
 *
 * @param prepared the scene
 * @param mirror the mirroring facet
 * @param aperture that part [V, 3], metres
 * @param extents where to write six numbers
 */
export function pushExtent(prepared: PreparedScene, mirror: number, aperture: Float64Array, extents: number[]): void {
  enclosePoints(aperture, 0, aperture.length / 3, box, 0);
  const margin = beamMargin(prepared) + 2 * prepared.facets.unevenness[mirror];
  for (let i = 0; i < 6; i++) extents.push(i < 3 ? box[i] - margin : box[i] + margin);
}

/**
 * Whether a line passes through a box at a given share of it: the quick test of whether a ray meets a mirror's extent.
 *
 * @param boxes extents, such as an image tree's
 * @param b where in `boxes` the six numbers start
 * @param ix where the line begins, metres (likewise iy, iz)
 * @param jx where it ends (likewise jy, jz)
 * @param t the share of it before the mirror's plane
 */
export function passes(
  boxes: Float64Array,
  b: number,
  ix: number,
  iy: number,
  iz: number,
  jx: number,
  jy: number,
  jz: number,
  t: number,
): boolean {
  const x = ix + t * (jx - ix);
  if (x < boxes[b] || x > boxes[b + 3]) return false;
  const y = iy + t * (jy - iy);
  if (y < boxes[b + 1] || y > boxes[b + 4]) return false;
  const z = iz + t * (jz - iz);
  return z >= boxes[b + 2] && z <= boxes[b + 5];
}

const box = new Float64Array(6);
