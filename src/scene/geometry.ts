/** Questions about triangles that a scene and the tracer both ask. */
import type { Bounds } from './scene.ts';

/**
 * Distance from a point to a triangle (Ericson, Real-Time Collision Detection, 2005, §5.1.5).
 *
 * @param x point, metres (likewise y, z)
 * @param corners coordinates of three corners, nine numbers starting at `offset`, metres
 * @param offset where the nine numbers start
 * @returns metres
 */
export function distanceToTriangle(x: number, y: number, z: number, corners: Float64Array, offset: number): number {
  const ax = corners[offset];
  const ay = corners[offset + 1];
  const az = corners[offset + 2];
  const abx = corners[offset + 3] - ax;
  const aby = corners[offset + 4] - ay;
  const abz = corners[offset + 5] - az;
  const acx = corners[offset + 6] - ax;
  const acy = corners[offset + 7] - ay;
  const acz = corners[offset + 8] - az;
  const apx = x - ax;
  const apy = y - ay;
  const apz = z - az;
  const d1 = abx * apx + aby * apy + abz * apz;
  const d2 = acx * apx + acy * apy + acz * apz;
  if (d1 <= 0 && d2 <= 0) return Math.hypot(apx, apy, apz);
  const bpx = apx - abx;
  const bpy = apy - aby;
  const bpz = apz - abz;
  const d3 = abx * bpx + aby * bpy + abz * bpz;
  const d4 = acx * bpx + acy * bpy + acz * bpz;
  if (d3 >= 0 && d4 <= d3) return Math.hypot(bpx, bpy, bpz);
  const vc = d1 * d4 - d3 * d2;
  if (vc <= 0 && d1 >= 0 && d3 <= 0) {
    const v = d1 / (d1 - d3);
    return Math.hypot(apx - v * abx, apy - v * aby, apz - v * abz);
  }
  const cpx = apx - acx;
  const cpy = apy - acy;
  const cpz = apz - acz;
  const d5 = abx * cpx + aby * cpy + abz * cpz;
  const d6 = acx * cpx + acy * cpy + acz * cpz;
  if (d6 >= 0 && d5 <= d6) return Math.hypot(cpx, cpy, cpz);
  const vb = d5 * d2 - d1 * d6;
  if (vb <= 0 && d2 >= 0 && d6 <= 0) {
    const w = d2 / (d2 - d6);
    return Math.hypot(apx - w * acx, apy - w * acy, apz - w * acz);
  }
  const va = d3 * d6 - d5 * d4;
  if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) {
    const w = (d4 - d3) / (d4 - d3 + (d5 - d6));
    return Math.hypot(bpx - w * (acx - abx), bpy - w * (acy - aby), bpz - w * (acz - abz));
  }
  const scale = 1 / (va + vb + vc);
  const v = vb * scale;
  const w = vc * scale;
  return Math.hypot(apx - v * abx - w * acx, apy - v * aby - w * acy, apz - v * abz - w * acz);
}

/**
 * Corner coordinates of every triangle, one after another.
 *
 * @param positions vertex coordinates [V, 3]
 * @param indices vertex indices [T, 3]
 * @returns [T, 3, 3]
 */
export function gatherCorners(positions: Float64Array, indices: Uint32Array): Float64Array {
  const corners = new Float64Array(indices.length * 3);
  for (let i = 0; i < indices.length; i++) {
    corners[3 * i] = positions[3 * indices[i]];
    corners[3 * i + 1] = positions[3 * indices[i] + 1];
    corners[3 * i + 2] = positions[3 * indices[i] + 2];
  }
  return corners;
}

/**
 * Writes the smallest axis-aligned box around points.
 *
 * @param positions coordinates [V, 3], metres
 * @param first the first of the points
 * @param end the one after the last
 * @param boxes where to write: minimum x, y, z, maximum x, y, z
 * @param offset where in `boxes` the six numbers start
 */
export function enclosePoints(
  positions: Float64Array,
  first: number,
  end: number,
  boxes: Float64Array,
  offset: number,
): void {
  for (let axis = 0; axis < 3; axis++) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = 3 * first + axis; i < 3 * end; i += 3) {
      if (positions[i] < low) low = positions[i];
      if (positions[i] > high) high = positions[i];
    }
    boxes[offset + axis] = low;
    boxes[offset + 3 + axis] = high;
  }
}

/**
 * The smallest axis-aligned box around points.
 *
 * @param positions coordinates [V, 3], metres
 */
export function computeBounds(positions: Float64Array): Bounds {
  const box = new Float64Array(6);
  enclosePoints(positions, 0, positions.length / 3, box, 0);
  return { minimum: [box[0], box[1], box[2]], maximum: [box[3], box[4], box[5]] };
}
