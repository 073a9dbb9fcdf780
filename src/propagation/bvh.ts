/**
 * Bounding volume hierarchies in flat float64 arrays: which triangles a segment crosses, which surface is too near, what
 * lies in a region. They know nothing of waves; `bvh-build.ts` makes them.
 */
import { distanceToTriangle } from '../scene/geometry.ts';

const STACK_DEPTH = 128;
/** Numbers kept for each triangle's crossing test: three planes of four coefficients. */
export const TEST_SIZE = 12;
/** Widens every triangle by this share of its size, so that a ray through a shared edge never slips between two. */
const EDGE_TOLERANCE = 1e-9;

/** A hierarchy of boxes. An empty one has a root without extent. */
export interface BoxHierarchy {
  /** Extent of every node [N, 6]: minimum x, y, z, maximum x, y, z. */
  readonly nodeBounds: Float64Array;
  /** Inner node: index of its left child, the right one follows it. Leaf: first slot. [N] */
  readonly nodeStart: Uint32Array;
  /** Items of a leaf; 0 marks an inner node [N]. */
  readonly nodeCount: Uint32Array;
}

/** A hierarchy of triangles ready for queries. Build it with `buildBvh`. */
export interface Bvh extends BoxHierarchy {
  /** Original number of the triangle in each slot [T]. */
  readonly triangleOfSlot: Uint32Array;
  /** Slot of each triangle [T]. */
  readonly slotOfTriangle: Uint32Array;
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

/**
 * Where a segment crosses a triangle strictly between its ends: the share of the segment before the crossing, or −1. A
 * triangle on whose plane an end lies is not crossed.
 *
 * @param slot the triangle's slot
 */
export function crossTriangle(
  bvh: Bvh,
  slot: number,
  ox: number,
  oy: number,
  oz: number,
  ex: number,
  ey: number,
  ez: number,
): number {
  const { tests, tolerance } = bvh;
  const k = TEST_SIZE * slot;
  const from = tests[k] * ox + tests[k + 1] * oy + tests[k + 2] * oz - tests[k + 3];
  const to = tests[k] * ex + tests[k + 1] * ey + tests[k + 2] * ez - tests[k + 3];
  if (from > 0 ? from <= tolerance || to >= -tolerance : from >= -tolerance || to <= tolerance) return -1;
  const t = from / (from - to);
  return isOnTriangle(bvh, slot, ox + t * (ex - ox), oy + t * (ey - oy), oz + t * (ez - oz)) ? t : -1;
}

/** Receives a triangle that a segment crosses and the share of the segment before it; true ends the walk. */
export type CrossingVisitor = (slot: number, share: number) => boolean;

const stack = new Uint32Array(STACK_DEPTH);

/**
 * Visits the triangles that a segment crosses (see `crossTriangle`), in no order.
 *
 * @returns whether the visitor ended the walk
 */
export function walkCrossings(
  bvh: Bvh,
  ox: number,
  oy: number,
  oz: number,
  ex: number,
  ey: number,
  ez: number,
  visit: CrossingVisitor,
): boolean {
  const { nodeBounds, nodeStart, nodeCount } = bvh;
  // A zero component divides to ±Infinity, which the slab test handles; 0·∞ = NaN only on a box's own face, which the
  // comparisons below read as "inside".
  const ix = 1 / (ex - ox);
  const iy = 1 / (ey - oy);
  const iz = 1 / (ez - oz);
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
      const share = crossTriangle(bvh, slot, ox, oy, oz, ex, ey, ez);
      // A visitor does not walk: the stack is one.
      if (share >= 0 && visit(slot, share)) return true;
    }
  }
  return false;
}

const always: CrossingVisitor = () => true;

/** Whether anything lies strictly between two points. A triangle on whose plane an end lies does not block. */
export function isBlocked(bvh: Bvh, ox: number, oy: number, oz: number, ex: number, ey: number, ez: number): boolean {
  return walkCrossings(bvh, ox, oy, oz, ex, ey, ez, always);
}

/**
 * Visits the slots of all leaves that a test lets through.
 *
 * @param skips asked of every node's extent, six numbers at an offset; where it says true nothing below is visited. It is
 *   asked as late as possible, so that it may know what was visited before
 * @param visit receives a slot; it must not start another walk
 * @param from x, y, metres: what is nearer to it on the ground is visited roughly before what is farther; without it there
 *   is no order
 */
export function walkBoxes(
  { nodeBounds, nodeStart, nodeCount }: BoxHierarchy,
  skips: (bounds: Float64Array, offset: number) => boolean,
  visit: (slot: number) => void,
  from?: readonly [number, number],
): void {
  let top = 0;
  stack[top++] = 0;
  while (top > 0) {
    const node = stack[--top];
    if (skips(nodeBounds, 6 * node)) continue;
    const count = nodeCount[node];
    const start = nodeStart[node];
    if (count === 0) {
      if (start === 0) return; // a hierarchy of nothing
      const isSecondFirst = from && groundGap(nodeBounds, start + 1, from) < groundGap(nodeBounds, start, from);
      stack[top++] = isSecondFirst ? start : start + 1;
      stack[top++] = isSecondFirst ? start + 1 : start;
      continue;
    }
    for (let slot = start; slot < start + count; slot++) visit(slot);
  }
}

/** Square of the distance on the ground between a node's extent and a point, square metres. */
function groundGap(nodeBounds: Float64Array, node: number, [x, y]: readonly [number, number]): number {
  const b = 6 * node;
  const gapX = Math.max(nodeBounds[b] - x, 0, x - nodeBounds[b + 3]);
  const gapY = Math.max(nodeBounds[b + 1] - y, 0, y - nodeBounds[b + 4]);
  return gapX * gapX + gapY * gapY;
}

/**
 * The slot of a triangle within a distance of a point, the nearest if several; −1 for none.
 *
 * @param radius metres
 */
export function findNearSurface(bvh: Bvh, x: number, y: number, z: number, radius: number): number {
  let best = radius;
  let found = -1;
  walkBoxes(
    bvh,
    (bounds, b) => {
      const gapX = Math.max(bounds[b] - x, 0, x - bounds[b + 3]);
      const gapY = Math.max(bounds[b + 1] - y, 0, y - bounds[b + 4]);
      const gapZ = Math.max(bounds[b + 2] - z, 0, z - bounds[b + 5]);
      return gapX * gapX + gapY * gapY + gapZ * gapZ > best * best;
    },
    (slot) => {
      const distance = distanceToTriangle(x, y, z, bvh.corners, 9 * slot);
      if (distance >= best) return;
      best = distance;
      found = slot;
    },
  );
  return found;
}
