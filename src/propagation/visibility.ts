/**
 * What a point can see of the scene: within a beam, and not hidden behind another facet. All answers err on the side of "visible", so that cutting what they deny loses no path.
 */
import { isBoxOutside } from './beams.ts';
import { crossTriangle, walkBoxes, walkCrossings } from './bvh.ts';
import { heightOver } from './facets.ts';
import type { PreparedScene } from './prepared-scene.ts';

/** More facets than this are not tried as the one that hides a target. */
const HIDER_LIMIT = 8;

/**
 * Facets that may reach into a beam.
 *
 * @param prepared the scene
 * @param beam half spaces a·p ≥ b, four numbers each; none means everything
 * @returns facet numbers, ascending
 */
export function findFacetsInBeam({ facetHierarchy }: PreparedScene, beam: readonly number[]): number[] {
  return findInBeam(facetHierarchy, beam).sort((a, b) => a - b);
}

/**
 * Items of a hierarchy whose boxes may reach into a beam.
 *
 * @param hierarchy boxes, and the item in each slot
 * @param beam as in `findFacetsInBeam`
 * @returns items, in no order
 */
export function findInBeam(hierarchy: PreparedScene['edgeHierarchy'], beam: readonly number[]): number[] {
  const found: number[] = [];
  walkBoxes(
    hierarchy,
    (bounds, b) => isBoxOutside(beam, bounds, b),
    (slot) => found.push(hierarchy.itemOfSlot[slot]),
  );
  return found;
}

/**
 * Whether a convex polygon cannot be seen from a point at all, because convex facets cover it.
 *
 * @param prepared the scene
 * @param x the point, metres (likewise y, z)
 * @param mirror facet that the point is the image of: only what lies before it can hide; −1 for none
 * @param own facets that the polygon is part of; they do not hide it
 * @param polygon corners [V, 3], metres; two are a segment
 * @param halvings how often the polygon may be halved to find it hidden behind several facets rather than one; 0 for a segment
 */
export function isHidden(
  prepared: PreparedScene,
  x: number,
  y: number,
  z: number,
  mirror: number,
  own: readonly number[],
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
  const hits = findCrossedFacets(prepared, x, y, z, cx, cy, cz, mirror, own);
  if (hits.length === 0) return false;
  // A convex facet that every line to a corner crosses is crossed by every line to the polygon.
  const covers = (facet: number): boolean => {
    if (facets.convex[facet] === 0 || !isEvenFrom(prepared, facet, x, y, z)) return false;
    for (let i = 0; i < polygon.length; i += 3) {
      if (!crosses(prepared, facet, x, y, z, polygon[i], polygon[i + 1], polygon[i + 2], mirror)) return false;
    }
    return true;
  };
  if (hits.some(covers)) return true;
  if (halvings === 0) return false;
  const [first, second] = halve(polygon);
  return (
    isHidden(prepared, x, y, z, mirror, own, first, halvings - 1) &&
    isHidden(prepared, x, y, z, mirror, own, second, halvings - 1)
  );
}

/** Whether all of a facet's triangles turn the same side to a point, as far as its unevenness lets one say. */
function isEvenFrom({ facets }: PreparedScene, facet: number, x: number, y: number, z: number): boolean {
  const uneven = facets.unevenness[facet];
  if (uneven === 0) return true;
  return Math.abs(heightOver(facets.planes, facet, x, y, z)) > 100 * uneven;
}

/** Whether the open segment crosses a facet, before the mirror. */
function crosses(
  prepared: PreparedScene,
  facet: number,
  ox: number,
  oy: number,
  oz: number,
  ex: number,
  ey: number,
  ez: number,
  mirror: number,
): boolean {
  const { facets, bvh } = prepared;
  const { triangles, triangleOffsets } = facets;
  for (let i = triangleOffsets[facet]; i < triangleOffsets[facet + 1]; i++) {
    const share = crossTriangle(bvh, bvh.slotOfTriangle[triangles[i]], ox, oy, oz, ex, ey, ez);
    if (share >= 0) return isBefore(prepared, mirror, share, ox, oy, oz, ex, ey, ez);
  }
  return false;
}

/** Whether a point of a segment from a mirror's image lies on the far side of the mirror. */
function isBefore(
  { facets, bvh }: PreparedScene,
  mirror: number,
  share: number,
  ox: number,
  oy: number,
  oz: number,
  ex: number,
  ey: number,
  ez: number,
): boolean {
  if (mirror < 0) return true;
  const { planes, unevenness } = facets;
  const origin = heightOver(planes, mirror, ox, oy, oz);
  const end = heightOver(planes, mirror, ex, ey, ez);
  const hit = origin + share * (end - origin);
  const least = bvh.tolerance + unevenness[mirror];
  return origin < 0 ? hit > least : hit < -least;
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
  own: readonly number[],
): number[] {
  const { bvh, facetOfSlot } = prepared;
  const found: number[] = [];
  // What lies behind the mirror, between it and the image, hides nothing and need not be walked through.
  const skipped = shareBehind(prepared, mirror, ox, oy, oz, ex, ey, ez);
  const sx = ox + skipped * (ex - ox);
  const sy = oy + skipped * (ey - oy);
  const sz = oz + skipped * (ez - oz);
  walkCrossings(bvh, sx, sy, sz, ex, ey, ez, (slot, share) => {
    const facet = facetOfSlot[slot];
    if (facet === mirror || own.includes(facet) || found.includes(facet)) return false;
    if (isBefore(prepared, mirror, skipped + share * (1 - skipped), ox, oy, oz, ex, ey, ez)) found.push(facet);
    return found.length >= HIDER_LIMIT;
  });
  return found;
}

/** The share of a segment from a mirror's image that lies behind the mirror; 0 without a mirror. */
function shareBehind(
  { facets: { planes } }: PreparedScene,
  mirror: number,
  ox: number,
  oy: number,
  oz: number,
  ex: number,
  ey: number,
  ez: number,
): number {
  if (mirror < 0) return 0;
  const origin = heightOver(planes, mirror, ox, oy, oz);
  const end = heightOver(planes, mirror, ex, ey, ez);
  const share = origin / (origin - end);
  return share > 0 && share < 1 ? share : 0;
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
