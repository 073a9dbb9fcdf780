/**
 * A bounding volume hierarchy over triangles, in flat float64 arrays: which triangle blocks a segment, which surface is
 * too near. It knows nothing of waves; `bvh-build.ts` makes it.
 */
import { distanceToTriangle } from '../scene/geometry.ts';

const STACK_DEPTH = 128;
/** Numbers kept for each triangle's crossing test: three planes of four coefficients. */
export const TEST_SIZE = 12;
/** Widens every triangle by this share of its size, so that a ray through a shared edge never slips between two. */
const EDGE_TOLERANCE = 1e-9;

/** A hierarchy ready for queries. Build it with `buildBvh`. */
export interface Bvh {
  /** Extent of every node [N, 6]: minimum x, y, z, maximum x, y, z. */
  readonly nodeBounds: Float64Array;
  /** Inner node: index of its left child, the right one follows it. Leaf: first triangle slot. [N] */
  readonly nodeStart: Uint32Array;
  /** Triangles of a leaf; 0 marks an inner node [N]. */
  readonly nodeCount: Uint32Array;
  /** Original number of the triangle in each slot [T]. */
  readonly triangleOfSlot: Uint32Array;
  /** Corner coordinates in slot order [T, 3, 3], metres. */
  readonly corners: Float64Array;
  /** Per slot n, n·p₀; g_u, c_u; g_v, c_v with barycentric u = g_u·p − c_u, v = g_v·p − c_v [T, 12]. */
  readonly tests: Float64Array;
  /** Distance below which an end counts as lying on a triangle's plane, metres. */
  readonly tolerance: number;
}

/**
 * Whether a point on a triangle's plane lies inside the triangle, its border included.
 *
 * @param slot the triangle's slot
 */
export function isOnTriangle(bvh: Bvh, slot: number, x: number, y: number, z: number): boolean {
  const { tests } = bvh;
  const k = TEST_SIZE * slot;
  const u = tests[k + 4] * x + tests[k + 5] * y + tests[k + 6] * z - tests[k + 7];
  if (u < -EDGE_TOLERANCE || u > 1 + EDGE_TOLERANCE) return false;
  const v = tests[k + 8] * x + tests[k + 9] * y + tests[k + 10] * z - tests[k + 11];
  return v >= -EDGE_TOLERANCE && u + v <= 1 + EDGE_TOLERANCE;
}

const stack = new Uint32Array(STACK_DEPTH);

/**
 * Whether anything lies strictly between two points. A triangle on whose plane an end lies does not block.
 *
 * @param groupOfSlot group of each triangle slot, or null
 * @param groupA triangles of this group never block: the facet that the ray starts from (−1 for none)
 * @param groupB likewise for the facet that it ends on
 */
export function isBlocked(
  bvh: Bvh,
  ox: number,
  oy: number,
  oz: number,
  ex: number,
  ey: number,
  ez: number,
  groupOfSlot: Uint32Array | null = null,
  groupA = -1,
  groupB = -1,
): boolean {
  const { nodeBounds, nodeStart, nodeCount, tests, tolerance } = bvh;
  const dx = ex - ox;
  const dy = ey - oy;
  const dz = ez - oz;
  // A zero component divides to ±Infinity, which the slab test handles; 0·∞ = NaN only on a box's own face, which the
  // comparisons below read as "inside".
  const ix = 1 / dx;
  const iy = 1 / dy;
  const iz = 1 / dz;
  let top = 0;
  stack[top++] = 0;
  while (top > 0) {
    const node = stack[--top];
    const b = 6 * node;
    let enter = 0;
    let leave = 1;
    let near = (nodeBounds[b] - ox) * ix;
    let far = (nodeBounds[b + 3] - ox) * ix;
    if (near > far) [near, far] = [far, near];
    if (near > enter) enter = near;
    if (far < leave) leave = far;
    near = (nodeBounds[b + 1] - oy) * iy;
    far = (nodeBounds[b + 4] - oy) * iy;
    if (near > far) [near, far] = [far, near];
    if (near > enter) enter = near;
    if (far < leave) leave = far;
    near = (nodeBounds[b + 2] - oz) * iz;
    far = (nodeBounds[b + 5] - oz) * iz;
    if (near > far) [near, far] = [far, near];
    if (near > enter) enter = near;
    if (far < leave) leave = far;
    if (enter > leave) continue;
    const count = nodeCount[node];
    const start = nodeStart[node];
    if (count === 0) {
      stack[top++] = start + 1;
      stack[top++] = start;
      continue;
    }
    for (let slot = start; slot < start + count; slot++) {
      const k = TEST_SIZE * slot;
      const from = tests[k] * ox + tests[k + 1] * oy + tests[k + 2] * oz - tests[k + 3];
      const to = tests[k] * ex + tests[k + 1] * ey + tests[k + 2] * ez - tests[k + 3];
      if (from > 0 ? from <= tolerance || to >= -tolerance : from >= -tolerance || to <= tolerance) continue;
      const t = from / (from - to);
      if (!isOnTriangle(bvh, slot, ox + t * dx, oy + t * dy, oz + t * dz)) continue;
      if (groupOfSlot !== null && (groupOfSlot[slot] === groupA || groupOfSlot[slot] === groupB)) continue;
      return true;
    }
  }
  return false;
}

/**
 * The slot of a triangle within a distance of a point, the nearest if several; −1 for none.
 *
 * @param radius metres
 */
export function findNearSurface(bvh: Bvh, x: number, y: number, z: number, radius: number): number {
  const { nodeBounds, nodeStart, nodeCount, corners } = bvh;
  let best = radius;
  let found = -1;
  let top = 0;
  stack[top++] = 0;
  while (top > 0) {
    const node = stack[--top];
    const b = 6 * node;
    const gapX = Math.max(nodeBounds[b] - x, 0, x - nodeBounds[b + 3]);
    const gapY = Math.max(nodeBounds[b + 1] - y, 0, y - nodeBounds[b + 4]);
    const gapZ = Math.max(nodeBounds[b + 2] - z, 0, z - nodeBounds[b + 5]);
    if (gapX * gapX + gapY * gapY + gapZ * gapZ > best * best) continue;
    const count = nodeCount[node];
    const start = nodeStart[node];
    if (count === 0) {
      stack[top++] = start + 1;
      stack[top++] = start;
      continue;
    }
    for (let slot = start; slot < start + count; slot++) {
      const distance = distanceToTriangle(x, y, z, corners, 9 * slot);
      if (distance >= best) continue;
      best = distance;
      found = slot;
    }
  }
  return found;
}
