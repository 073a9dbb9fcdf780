/** Builds bounding volume hierarchies by the surface area heuristic with bins (Wald, RT 2007). */
import { enclosePoints } from '../scene/geometry.ts';
import type { BoxHierarchy, Bvh } from './bvh.ts';
import { TEST_SIZE } from './bvh.ts';

/** Items a leaf may hold. */
const LEAF_SIZE = 4;
const BINS = 16;

/**
 * Builds the hierarchy of a scene's triangles.
 *
 * @param corners corner coordinates [T, 3, 3], metres; no triangle without area
 */
export function buildBvh(corners: Float64Array): Bvh {
  const count = corners.length / 9;
  const boxes = new Float64Array(6 * count);
  for (let triangle = 0; triangle < count; triangle++) {
    enclosePoints(corners, 3 * triangle, 3 * triangle + 3, boxes, 6 * triangle);
  }
  const { itemOfSlot, ...hierarchy } = buildHierarchy(boxes);
  const sorted = new Float64Array(corners.length);
  for (let slot = 0; slot < count; slot++) {
    sorted.set(corners.subarray(9 * itemOfSlot[slot], 9 * itemOfSlot[slot] + 9), 9 * slot);
  }
  const slotOfTriangle = new Uint32Array(count);
  itemOfSlot.forEach((triangle, slot) => (slotOfTriangle[triangle] = slot));
  const [x0, y0, z0, x1, y1, z1] = hierarchy.nodeBounds;
  return {
    ...hierarchy,
    triangleOfSlot: itemOfSlot,
    slotOfTriangle,
    corners: sorted,
    tests: prepareTests(sorted),
    tolerance: 1e-9 * Math.max(1, Math.hypot(x1 - x0, y1 - y0, z1 - z0)),
  };
}

/**
 * Builds a hierarchy of boxes.
 *
 * @param boxes extents [N, 6], metres
 * @returns the hierarchy, and the item in each of its slots [N]
 */
export function buildHierarchy(boxes: Float64Array): BoxHierarchy & { readonly itemOfSlot: Uint32Array } {
  const count = boxes.length / 6;
  const centres = new Float64Array(3 * count);
  for (let item = 0; item < count; item++) {
    for (let axis = 0; axis < 3; axis++) {
      centres[3 * item + axis] = (boxes[6 * item + axis] + boxes[6 * item + 3 + axis]) / 2;
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
    encloseItems(nodeBounds, node, boxes, order, start, end);
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
  return {
    nodeBounds: nodeBounds.slice(0, 6 * nodes),
    nodeStart: nodeStart.slice(0, nodes),
    nodeCount: nodeCount.slice(0, nodes),
    itemOfSlot: order,
  };
}

/** Writes a node's extent, widened by a hair so that a box test never loses what a triangle test would find. */
function encloseItems(
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
      const b = 6 * order[i] + axis;
      if (boxes[b] < low) low = boxes[b];
      if (boxes[b + 3] > high) high = boxes[b + 3];
    }
    const margin = 1e-9 * (1 + Math.abs(low) + Math.abs(high));
    bounds[6 * node + axis] = low - margin;
    bounds[6 * node + 3 + axis] = high + margin;
  }
}

/** Work space of `partition`, which is called once a node. */
const binCount = new Uint32Array(BINS);
const binBox = new Float64Array(6 * BINS);
const costRight = new Float64Array(BINS);
const side = new Float64Array(6);

/** Sorts order[start..end) into two sides by the cheapest of the binned splits; returns the middle, or start for none. */
function partition(boxes: Float64Array, centres: Float64Array, order: Uint32Array, start: number, end: number): number {
  let bestCost = Infinity;
  let bestAxis = 0;
  let bestSplit = 0;
  let bestLow = 0;
  let bestScale = 0;
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
    for (let bin = 0; bin < BINS; bin++) emptyBox(binBox, bin);
    for (let i = start; i < end; i++) {
      const bin = Math.floor((centres[3 * order[i] + axis] - low) * scale);
      binCount[bin]++;
      growBox(binBox, bin, boxes, order[i]);
    }
    emptyBox(side, 0);
    let total = 0;
    for (let bin = BINS - 1; bin > 0; bin--) {
      growBox(side, 0, binBox, bin);
      total += binCount[bin];
      costRight[bin] = total * halfArea(side);
    }
    emptyBox(side, 0);
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

function emptyBox(target: Float64Array, index: number): void {
  const t = 6 * index;
  target.fill(Infinity, t, t + 3);
  target.fill(-Infinity, t + 3, t + 6);
}

function growBox(target: Float64Array, index: number, source: Float64Array, from: number): void {
  const t = 6 * index;
  const f = 6 * from;
  if (source[f] < target[t]) target[t] = source[f];
  if (source[f + 1] < target[t + 1]) target[t + 1] = source[f + 1];
  if (source[f + 2] < target[t + 2]) target[t + 2] = source[f + 2];
  if (source[f + 3] > target[t + 3]) target[t + 3] = source[f + 3];
  if (source[f + 4] > target[t + 4]) target[t + 4] = source[f + 4];
  if (source[f + 5] > target[t + 5]) target[t + 5] = source[f + 5];
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
    setRow(tests, TEST_SIZE * slot, nx, ny, nz, length, px, py, pz);
    setRow(tests, TEST_SIZE * slot + 4, vy * nz - vz * ny, vz * nx - vx * nz, vx * ny - vy * nx, square, px, py, pz);
    setRow(tests, TEST_SIZE * slot + 8, ny * uz - nz * uy, nz * ux - nx * uz, nx * uy - ny * ux, square, px, py, pz);
  }
  return tests;
}

/** Writes a linear form (x, y, z)/scale and its value at a point. */
function setRow(
  target: Float64Array,
  at: number,
  x: number,
  y: number,
  z: number,
  scale: number,
  px: number,
  py: number,
  pz: number,
): void {
  target[at] = x / scale;
  target[at + 1] = y / scale;
  target[at + 2] = z / scale;
  target[at + 3] = target[at] * px + target[at + 1] * py + target[at + 2] * pz;
}
