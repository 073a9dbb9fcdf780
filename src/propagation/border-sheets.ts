/** What lies along a straight border: the triangles that contain a part of it, and to which side of it they extend. */
import type { Bvh } from './bvh.ts';
import { walkBoxes } from './bvh.ts';
import { heightOver, type FacetTable } from './facets.ts';

/** A part of a border along which one triangle extends to one side. */
export interface BorderSheet {
  readonly triangle: number;
  readonly facet: number;
  /** From where to where on the border, metres from its start. */
  readonly from: number;
  readonly to: number;
  /** Unit vector in the triangle's facet, across the border and away from it. */
  readonly tangent: readonly [number, number, number];
}

/** Surfaces meet where they come this close, metres: twice what a facet's corners may be off its plane. */
export const CONTACT = 2e-3;
/** A plane that leans more than this against the border, radians, crosses it rather than contains it. */
const LEAN = 0.01;

/**
 * Triangles along a border, on either side of it.
 *
 * @param bvh hierarchy of the triangles
 * @param facets of the same triangles
 * @param start where the border begins [3], metres
 * @param direction unit vector along it [3]
 * @param length metres
 * @param minimumLength shorter contacts are not reported, metres
 */
export function findBorderSheets(
  bvh: Bvh,
  facets: FacetTable,
  start: Float64Array,
  direction: Float64Array,
  length: number,
  minimumLength: number,
): BorderSheet[] {
  const sheets: BorderSheet[] = [];
  walkBoxes(
    bvh,
    (bounds, box) => isAway(bounds, box, start, direction, length),
    (slot) => {
      const triangle = bvh.triangleOfSlot[slot];
      addSheets(bvh.corners, slot, triangle, facets, start, direction, length, minimumLength, sheets);
    },
  );
  return sheets;
}

/** Whether a segment stays farther than the contact distance from a box. */
function isAway(
  bounds: Float64Array,
  box: number,
  start: Float64Array,
  direction: Float64Array,
  length: number,
): boolean {
  let enter = 0;
  let leave = length;
  for (let axis = 0; axis < 3; axis++) {
    const low = bounds[box + axis] - CONTACT - start[axis];
    const high = bounds[box + 3 + axis] + CONTACT - start[axis];
    if (direction[axis] === 0) {
      if (low > 0 || high < 0) return true;
      continue;
    }
    const a = low / direction[axis];
    const b = high / direction[axis];
    enter = Math.max(enter, Math.min(a, b));
    leave = Math.min(leave, Math.max(a, b));
  }
  return enter > leave;
}

/** Adds what one triangle has along the border: nothing, one side of it, or both. */
function addSheets(
  corners: Float64Array,
  slot: number,
  triangle: number,
  { planes, facetOfTriangle }: FacetTable,
  start: Float64Array,
  direction: Float64Array,
  length: number,
  minimumLength: number,
  sheets: BorderSheet[],
): void {
  const facet = facetOfTriangle[triangle];
  const nx = planes[4 * facet];
  const ny = planes[4 * facet + 1];
  const nz = planes[4 * facet + 2];
  const dx = direction[0];
  const dy = direction[1];
  const dz = direction[2];
  const lean = nx * dx + ny * dy + nz * dz;
  if (Math.abs(lean) > LEAN) return;
  // Where the border stays close to the triangle's plane.
  const height = heightOver(planes, facet, start[0], start[1], start[2]);
  let from = 0;
  let to = length;
  if (Math.abs(lean) * length < 1e-12) {
    if (Math.abs(height) > CONTACT) return;
  } else {
    const a = (-CONTACT - height) / lean;
    const b = (CONTACT - height) / lean;
    from = Math.max(from, Math.min(a, b));
    to = Math.min(to, Math.max(a, b));
  }
  // In the plane: u along the border, s across it.
  let mx = ny * dz - nz * dy;
  let my = nz * dx - nx * dz;
  let mz = nx * dy - ny * dx;
  const size = Math.hypot(mx, my, mz);
  mx /= size;
  my /= size;
  mz /= size;
  let low = Infinity;
  let high = -Infinity;
  let left = 0;
  let right = 0;
  for (let corner = 0; corner < 3; corner++) {
    const k = 9 * slot + 3 * corner;
    const l = 9 * slot + 3 * ((corner + 1) % 3);
    const u = dx * (corners[k] - start[0]) + dy * (corners[k + 1] - start[1]) + dz * (corners[k + 2] - start[2]);
    const s = mx * (corners[k] - start[0]) + my * (corners[k + 1] - start[1]) + mz * (corners[k + 2] - start[2]);
    const nextU = dx * (corners[l] - start[0]) + dy * (corners[l + 1] - start[1]) + dz * (corners[l + 2] - start[2]);
    const nextS = mx * (corners[l] - start[0]) + my * (corners[l + 1] - start[1]) + mz * (corners[l + 2] - start[2]);
    left = Math.max(left, s);
    right = Math.min(right, s);
    // The part of this side within the band of contact: its extreme points bound the triangle's own part.
    for (const level of [-CONTACT, CONTACT]) {
      if (s > level === nextS > level) continue;
      const at = u + ((level - s) / (nextS - s)) * (nextU - u);
      low = Math.min(low, at);
      high = Math.max(high, at);
    }
    if (Math.abs(s) <= CONTACT) {
      low = Math.min(low, u);
      high = Math.max(high, u);
    }
  }
  from = Math.max(from, low);
  to = Math.min(to, high);
  if (to - from < minimumLength) return;
  if (left > CONTACT) sheets.push({ triangle, facet, from, to, tangent: [mx, my, mz] });
  if (right < -CONTACT) sheets.push({ triangle, facet, from, to, tangent: [-mx, -my, -mz] });
}
