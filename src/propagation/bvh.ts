/**
 * A bounding volume hierarchy over triangles, in flat float64 arrays: which triangle blocks a segment, which surface is
 * too near. It knows nothing of waves. The split follows the surface area heuristic with bins (Wald, RT 2007).
 */
import { distanceToTriangle } from '../scene/geometry.ts';

/** Triangles a leaf may hold. */
const LEAF_SIZE = 4;
const BINS = 16;
const STACK_DEPTH = 128;
/** Numbers kept for each triangle's crossing test: three planes of four coefficients. */
const TEST_SIZE = 12;
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
 * Builds the hierarchy.
 *
 * @param corners corner coordinates [T, 3, 3], metres; no triangle without area
 */
export function buildBvh(corners: Float64Array): Bvh {
  const count = corners.length / 9;
  const boxes = new Float64Array(6 * count);
  const centres = new Float64Array(3 * count);
  for (let triangle = 0; triangle < count; triangle++) {
    for (let axis = 0; axis < 3; axis++) {
      const a = corners[9 * triangle + axis];
      const b = corners[9 * triangle + 3 + axis];
      const c = corners[9 * triangle + 6 + axis];
      boxes[6 * triangle + axis] = Math.min(a, b, c);
      boxes[6 * triangle + 3 + axis] = Math.max(a, b, c);
      centres[3 * triangle + axis] = (boxes[6 * triangle + axis] + boxes[6 * triangle + 3 + axis]) / 2;
    }
  }
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const nodeBounds = new Float64Array(6 * Math.max(1, 2 * count));
  const nodeStart = new Uint32Array(Math.max(1, 2 * count));
  const nodeCount = new Uint32Array(Math.max(1, 2 * count));
  let nodes = 1;
  const pending: number[] = [0, 0, count];
  while (pending.length > 0) {
    const end = pending.pop()!;
    const start = pending.pop()!;
    const node = pending.pop()!;
    encloseTriangles(nodeBounds, node, boxes, order, start, end);
    const middle = end - start <= LEAF_SIZE ? start : partition(boxes, centres, order, start, end);
    if (middle === start) {
      nodeStart[node] = start;
      nodeCount[node] = end - start;
      continue;
    }
    nodeStart[node] = nodes;
    nodeCount[node] = 0;
    pending.push(nodes, start, middle, nodes + 1, middle, end);
    nodes += 2;
  }
  const sorted = new Float64Array(corners.length);
  for (let slot = 0; slot < count; slot++) {
    sorted.set(corners.subarray(9 * order[slot], 9 * order[slot] + 9), 9 * slot);
  }
  const diagonal = Math.hypot(
    nodeBounds[3] - nodeBounds[0],
    nodeBounds[4] - nodeBounds[1],
    nodeBounds[5] - nodeBounds[2],
  );
  return {
    nodeBounds: nodeBounds.slice(0, 6 * nodes),
    nodeStart: nodeStart.slice(0, nodes),
    nodeCount: nodeCount.slice(0, nodes),
    triangleOfSlot: order,
    corners: sorted,
    tests: prepareTests(sorted),
    tolerance: 1e-9 * Math.max(1, diagonal),
  };
}

/** Writes a node's extent, widened by a hair so that a box test never loses what a triangle test would find. */
function encloseTriangles(
  bounds: Float64Array,
  node: number,
  boxes: Float64Array,
  order: Uint32Array,
  start: number,
  end: number,
): void {
  for (let axis = 0; axis < 3; axis++) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = start; i < end; i++) {
      low = Math.min(low, boxes[6 * order[i] + axis]);
      high = Math.max(high, boxes[6 * order[i] + 3 + axis]);
    }
    const margin = 1e-9 * (1 + Math.abs(low) + Math.abs(high));
    bounds[6 * node + axis] = low - margin;
    bounds[6 * node + 3 + axis] = high + margin;
  }
}

/** Sorts order[start..end) into two sides by the cheapest of the binned splits; returns the middle, or start for none. */
function partition(boxes: Float64Array, centres: Float64Array, order: Uint32Array, start: number, end: number): number {
  let bestCost = Infinity;
  let bestAxis = 0;
  let bestSplit = 0;
  let bestLow = 0;
  let bestScale = 0;
  const binCount = new Uint32Array(BINS);
  const binBox = new Float64Array(6 * BINS);
  const costRight = new Float64Array(BINS);
  for (let axis = 0; axis < 3; axis++) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = start; i < end; i++) {
      low = Math.min(low, centres[3 * order[i] + axis]);
      high = Math.max(high, centres[3 * order[i] + axis]);
    }
    if (!(high > low)) continue;
    const scale = (BINS * (1 - 1e-12)) / (high - low);
    binCount.fill(0);
    for (let bin = 0; bin < BINS; bin++)
      binBox.set([Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity], 6 * bin);
    for (let i = start; i < end; i++) {
      const bin = Math.floor((centres[3 * order[i] + axis] - low) * scale);
      binCount[bin]++;
      growBox(binBox, bin, boxes, order[i]);
    }
    const side = new Float64Array(6);
    const resetSide = (): void => side.set([Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity]);
    resetSide();
    let total = 0;
    for (let bin = BINS - 1; bin > 0; bin--) {
      growBox(side, 0, binBox, bin);
      total += binCount[bin];
      costRight[bin] = total * halfArea(side);
    }
    resetSide();
    total = 0;
    for (let split = 1; split < BINS; split++) {
      growBox(side, 0, binBox, split - 1);
      total += binCount[split - 1];
      if (total === 0 || total === end - start) continue;
      const cost = total * halfArea(side) + costRight[split];
      if (cost >= bestCost) continue;
      bestCost = cost;
      bestAxis = axis;
      bestSplit = split;
      bestLow = low;
      bestScale = scale;
    }
  }
  if (bestCost === Infinity) return start;
  let left = start;
  let right = end - 1;
  while (left <= right) {
    const triangle = order[left];
    if (Math.floor((centres[3 * triangle + bestAxis] - bestLow) * bestScale) < bestSplit) {
      left++;
    } else {
      order[left] = order[right];
      order[right--] = triangle;
    }
  }
  return left;
}

function growBox(target: Float64Array, index: number, source: Float64Array, from: number): void {
  for (let axis = 0; axis < 3; axis++) {
    target[6 * index + axis] = Math.min(target[6 * index + axis], source[6 * from + axis]);
    target[6 * index + 3 + axis] = Math.max(target[6 * index + 3 + axis], source[6 * from + 3 + axis]);
  }
}

function halfArea(box: Float64Array): number {
  const x = Math.max(0, box[3] - box[0]);
  const y = Math.max(0, box[4] - box[1]);
  const z = Math.max(0, box[5] - box[2]);
  return x * y + y * z + z * x;
}

/** The plane and the two barycentric forms of every triangle (Baldwin and Weber, JCGT 5(3), 2016, in spirit). */
function prepareTests(corners: Float64Array): Float64Array {
  const count = corners.length / 9;
  const tests = new Float64Array(TEST_SIZE * count);
  for (let slot = 0; slot < count; slot++) {
    const c = 9 * slot;
    const px = corners[c];
    const py = corners[c + 1];
    const pz = corners[c + 2];
    const ux = corners[c + 3] - px;
    const uy = corners[c + 4] - py;
    const uz = corners[c + 5] - pz;
    const vx = corners[c + 6] - px;
    const vy = corners[c + 7] - py;
    const vz = corners[c + 8] - pz;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    const square = nx * nx + ny * ny + nz * nz;
    const length = Math.sqrt(square);
    const rows = [
      [nx / length, ny / length, nz / length],
      [(vy * nz - vz * ny) / square, (vz * nx - vx * nz) / square, (vx * ny - vy * nx) / square],
      [(ny * uz - nz * uy) / square, (nz * ux - nx * uz) / square, (nx * uy - ny * ux) / square],
    ];
    rows.forEach(([x, y, z], row) => {
      tests.set([x, y, z, x * px + y * py + z * pz], TEST_SIZE * slot + 4 * row);
    });
  }
  return tests;
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
