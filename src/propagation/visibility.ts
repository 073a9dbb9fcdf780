/**
 * What a point can see of the scene's facets: within a beam, and not hidden behind another facet. Both answers err on the
 * side of "visible", so that cutting what they deny loses no path.
 */
import { isOnTriangle } from './bvh.ts';
import type { PreparedScene } from './prepared-scene.ts';

const STACK_DEPTH = 128;
/** More facets than this are not tried as the one that hides a target. */
const HIDER_LIMIT = 8;
const stack = new Uint32Array(STACK_DEPTH);

/**
 * Facets whose triangles may reach into an intersection of half spaces.
 *
 * @param beam half spaces a·p ≥ b, four numbers each; none means everything
 * @returns facet numbers, ascending
 */
export function findFacetsInBeam({ bvh, facetOfSlot, facets }: PreparedScene, beam: readonly number[]): number[] {
  const { nodeBounds, nodeStart, nodeCount } = bvh;
  const seen = new Uint8Array(facets.count);
  const found: number[] = [];
  let top = 0;
  stack[top++] = 0;
  while (top > 0) {
    const node = stack[--top];
    if (isOutside(nodeBounds, 6 * node, beam)) continue;
    const start = nodeStart[node];
    const count = nodeCount[node];
    if (count === 0) {
      stack[top++] = start + 1;
      stack[top++] = start;
      continue;
    }
    for (let slot = start; slot < start + count; slot++) {
      const facet = facetOfSlot[slot];
      if (seen[facet] === 1) continue;
      seen[facet] = 1;
      found.push(facet);
    }
  }
  return found.sort((a, b) => a - b);
}

/** Whether a box lies wholly outside of one of the half spaces. */
function isOutside(bounds: Float64Array, b: number, beam: readonly number[]): boolean {
  for (let i = 0; i < beam.length; i += 4) {
    const x = beam[i] > 0 ? bounds[b + 3] : bounds[b];
    const y = beam[i + 1] > 0 ? bounds[b + 4] : bounds[b + 1];
    const z = beam[i + 2] > 0 ? bounds[b + 5] : bounds[b + 2];
    if (beam[i] * x + beam[i + 1] * y + beam[i + 2] * z < beam[i + 3]) return true;
  }
  return false;
}

/**
 * Whether a convex polygon cannot be seen from a point at all, because convex facets cover it.
 *
 * @param x the point, metres (likewise y, z)
 * @param mirror facet that the point is the image of: only what lies before it can hide; −1 for none
 * @param target facet that the polygon is part of; it does not hide itself
 * @param polygon corners [V, 3], metres
 * @param halvings how often the polygon may be halved to find it hidden behind several facets rather than one
 */
export function isHidden(
  prepared: PreparedScene,
  x: number,
  y: number,
  z: number,
  mirror: number,
  target: number,
  polygon: Float64Array,
  halvings: number,
): boolean {
  const { facets } = prepared;
  const count = polygon.length / 3;
  let cx = 0;
  let cy = 0;
  let cz = 0;
  for (let i = 0; i < polygon.length; i += 3) {
    cx += polygon[i] / count;
    cy += polygon[i + 1] / count;
    cz += polygon[i + 2] / count;
  }
  const hits = findCrossedFacets(prepared, x, y, z, cx, cy, cz, mirror, target);
  if (hits.length === 0) return false;
  // A convex facet that every line to a corner crosses is crossed by every line to the polygon.
  const covers = (facet: number): boolean => {
    if (facets.convex[facet] === 0) return false;
    for (let i = 0; i < polygon.length; i += 3) {
      if (!crosses(prepared, facet, x, y, z, polygon[i], polygon[i + 1], polygon[i + 2], mirror)) return false;
    }
    return true;
  };
  if (hits.some(covers)) return true;
  if (halvings === 0) return false;
  const [first, second] = halve(polygon);
  return (
    isHidden(prepared, x, y, z, mirror, target, first, halvings - 1) &&
    isHidden(prepared, x, y, z, mirror, target, second, halvings - 1)
  );
}

/** Whether the open segment crosses a facet, before the mirror. */
function crosses(
  { facets, bvh, slotOfTriangle }: PreparedScene,
  facet: number,
  ox: number,
  oy: number,
  oz: number,
  ex: number,
  ey: number,
  ez: number,
  mirror: number,
): boolean {
  const { planes, triangles, triangleOffsets } = facets;
  const p = 4 * facet;
  const from = planes[p] * ox + planes[p + 1] * oy + planes[p + 2] * oz - planes[p + 3];
  const to = planes[p] * ex + planes[p + 1] * ey + planes[p + 2] * ez - planes[p + 3];
  const { tolerance } = bvh;
  if (from > 0 ? from <= tolerance || to >= -tolerance : from >= -tolerance || to <= tolerance) return false;
  const t = from / (from - to);
  const hx = ox + t * (ex - ox);
  const hy = oy + t * (ey - oy);
  const hz = oz + t * (ez - oz);
  if (mirror >= 0) {
    const m = 4 * mirror;
    const origin = planes[m] * ox + planes[m + 1] * oy + planes[m + 2] * oz - planes[m + 3];
    const hit = planes[m] * hx + planes[m + 1] * hy + planes[m + 2] * hz - planes[m + 3];
    if (origin < 0 ? hit <= tolerance : hit >= -tolerance) return false;
  }
  for (let i = triangleOffsets[facet]; i < triangleOffsets[facet + 1]; i++) {
    if (isOnTriangle(bvh, slotOfTriangle[triangles[i]], hx, hy, hz)) return true;
  }
  return false;
}

/** Facets that a segment crosses before the mirror, up to a handful: one of them may well cover the whole target. */
function findCrossedFacets(
  prepared: PreparedScene,
  ox: number,
  oy: number,
  oz: number,
  ex: number,
  ey: number,
  ez: number,
  mirror: number,
  target: number,
): number[] {
  const { bvh, facetOfSlot } = prepared;
  const { nodeBounds, nodeStart, nodeCount } = bvh;
  const found: number[] = [];
  const inverse = [1 / (ex - ox), 1 / (ey - oy), 1 / (ez - oz)];
  const origin = [ox, oy, oz];
  let top = 0;
  stack[top++] = 0;
  while (top > 0) {
    const node = stack[--top];
    let enter = 0;
    let leave = 1;
    for (let axis = 0; axis < 3; axis++) {
      const a = (nodeBounds[6 * node + axis] - origin[axis]) * inverse[axis];
      const b = (nodeBounds[6 * node + 3 + axis] - origin[axis]) * inverse[axis];
      enter = Math.max(enter, Math.min(a, b));
      leave = Math.min(leave, Math.max(a, b));
    }
    if (enter > leave) continue;
    const start = nodeStart[node];
    const count = nodeCount[node];
    if (count === 0) {
      stack[top++] = start + 1;
      stack[top++] = start;
      continue;
    }
    for (let slot = start; slot < start + count; slot++) {
      const facet = facetOfSlot[slot];
      if (facet === target || facet === mirror || found.includes(facet)) continue;
      if (crosses(prepared, facet, ox, oy, oz, ex, ey, ez, mirror)) found.push(facet);
    }
    if (found.length >= HIDER_LIMIT) break;
  }
  return found;
}

/** Cuts a convex polygon in two across its longest edge, through the middle of that edge. */
function halve(polygon: Float64Array): readonly [Float64Array, Float64Array] {
  const count = polygon.length / 3;
  let longest = 0;
  let best = -1;
  for (let i = 0; i < count; i++) {
    const k = (i + 1) % count;
    const length = Math.hypot(
      polygon[3 * k] - polygon[3 * i],
      polygon[3 * k + 1] - polygon[3 * i + 1],
      polygon[3 * k + 2] - polygon[3 * i + 2],
    );
    if (length > best) [longest, best] = [i, length];
  }
  // Corners in order, beginning behind the longest edge; the cut runs from its middle to the middle of the far side.
  const corner = (i: number): number[] => {
    const k = 3 * ((longest + 1 + i) % count);
    return [polygon[k], polygon[k + 1], polygon[k + 2]];
  };
  const middle = (a: number[], b: number[]): number[] => a.map((value, axis) => (value + b[axis]) / 2);
  const near = middle(corner(count - 1), corner(0));
  const turn = Math.floor((count - 1) / 2);
  const far = count % 2 === 0 ? middle(corner(turn), corner(turn + 1)) : corner(turn);
  const first: number[] = [...near];
  for (let i = 0; i <= turn; i++) first.push(...corner(i));
  if (count % 2 === 0) first.push(...far);
  const second: number[] = [...near, ...far];
  for (let i = turn + 1; i < count; i++) second.push(...corner(i));
  return [Float64Array.from(first), Float64Array.from(second)];
}
