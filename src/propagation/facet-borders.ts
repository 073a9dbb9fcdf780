/** Where facets end: the sides of triangles beyond which their own facet does not go on, joined to straight borders. */
import type { FacetTable } from './facets.ts';
import { weldCorners } from './facets.ts';

/** Straight borders of all facets, as a structure of arrays; the facet lies to the left, seen against its normal. */
export interface FacetBorders {
  readonly count: number;
  /** Facet of each border [B]. */
  readonly facets: Int32Array;
  /** First and last point [B, 2, 3], metres. */
  readonly ends: Float64Array;
}

/** Corners of one border may lie this far from its chord, metres: what float32 files do to a straight line. */
const STRAIGHTNESS = 1e-3;

/**
 * The borders of facets. Two triangles of a facet that meet at a side without sharing its corners leave a border there:
 * whoever asks what lies along a border finds the facet on both of its sides.
 *
 * @param corners corner coordinates [T, 3, 3], metres
 * @param facets of the same triangles
 */
export function findFacetBorders(corners: Float64Array, { facetOfTriangle, planes }: FacetTable): FacetBorders {
  const vertices = weldCorners(corners);
  const sides = listOuterSides(corners, vertices, facetOfTriangle, planes);
  const { starts, ends: sideEnds } = sides;
  // Sides that begin at a corner of a facet; where a facet touches itself there are several.
  const startingAt = new Map<number, number>();
  const sibling = new Int32Array(starts.length).fill(-1);
  const key = (side: number, corner: number): number => sides.facets[side] * vertices.length + vertices[corner];
  for (let side = 0; side < starts.length; side++) {
    const at = key(side, starts[side]);
    sibling[side] = startingAt.get(at) ?? -1;
    startingAt.set(at, side);
  }
  const isStraight = (joints: readonly number[], from: number, to: number): boolean =>
    joints.every((joint) => isOnChord(corners, joint, from, to));
  const successor = (side: number, joints: readonly number[], from: number): number => {
    for (let next = startingAt.get(key(side, sideEnds[side])) ?? -1; next >= 0; next = sibling[next]) {
      if (isStraight(joints, from, sideEnds[next])) return next;
    }
    return -1;
  };
  const continues = new Uint8Array(starts.length);
  for (let side = 0; side < starts.length; side++) {
    const next = successor(side, [sideEnds[side]], starts[side]);
    if (next >= 0) continues[next] = 1;
  }
  const used = new Uint8Array(starts.length);
  const borderFacets: number[] = [];
  const borderEnds: number[] = [];
  const walk = (first: number): void => {
    const joints: number[] = [];
    let side = first;
    used[side] = 1;
    for (;;) {
      joints.push(sideEnds[side]);
      const next = successor(side, joints, starts[first]);
      if (next < 0 || used[next] === 1) break;
      side = next;
      used[side] = 1;
    }
    borderFacets.push(sides.facets[first]);
    for (const corner of [starts[first], sideEnds[side]]) {
      borderEnds.push(corners[3 * corner], corners[3 * corner + 1], corners[3 * corner + 2]);
    }
  };
  // First from where straight borders begin; what then is left is curved so gently that any corner may begin it.
  for (let side = 0; side < starts.length; side++) if (continues[side] === 0) walk(side);
  for (let side = 0; side < starts.length; side++) if (used[side] === 0) walk(side);
  return { count: borderFacets.length, facets: Int32Array.from(borderFacets), ends: Float64Array.from(borderEnds) };
}

/** Sides with their facet on one side only, turned so that it is the left one; ends are numbers of corners. */
function listOuterSides(
  corners: Float64Array,
  vertices: Uint32Array,
  facetOfTriangle: Uint32Array,
  planes: Float64Array,
): { readonly facets: Int32Array; readonly starts: Int32Array; readonly ends: Int32Array } {
  const count = corners.length / 9;
  const starts = new Int32Array(3 * count);
  const ends = new Int32Array(3 * count);
  const twin = new Int32Array(3 * count).fill(-1);
  const sidesAt = new Map<number, number>();
  for (let side = 0; side < 3 * count; side++) {
    const triangle = Math.floor(side / 3);
    const next = 3 * triangle + ((side + 1) % 3);
    const apex = 3 * triangle + ((side + 2) % 3);
    const leftwards = isLeft(corners, side, next, apex, planes, 4 * facetOfTriangle[triangle]);
    starts[side] = leftwards ? side : next;
    ends[side] = leftwards ? next : side;
    const a = vertices[side];
    const b = vertices[next];
    const key = Math.min(a, b) * vertices.length + Math.max(a, b);
    twin[side] = sidesAt.get(key) ?? -1;
    sidesAt.set(key, side);
  }
  // Of the sides between two vertices, a facet keeps one if all of its own run the same way.
  const outer: number[] = [];
  for (const head of sidesAt.values()) {
    for (let side = head; side >= 0; side = twin[side]) {
      const facet = facetOfTriangle[Math.floor(side / 3)];
      let keep = true;
      for (let other = head; keep && other >= 0; other = twin[other]) {
        if (other === side || facetOfTriangle[Math.floor(other / 3)] !== facet) continue;
        keep = vertices[starts[other]] === vertices[starts[side]] && other > side;
      }
      if (keep) outer.push(side);
    }
  }
  outer.sort((a, b) => a - b);
  return {
    facets: Int32Array.from(outer, (side) => facetOfTriangle[Math.floor(side / 3)]),
    starts: Int32Array.from(outer, (side) => starts[side]),
    ends: Int32Array.from(outer, (side) => ends[side]),
  };
}

/** Whether a triangle's apex lies to the left of its side, seen against the normal of its facet. */
function isLeft(
  corners: Float64Array,
  from: number,
  to: number,
  apex: number,
  planes: Float64Array,
  plane: number,
): boolean {
  const ux = corners[3 * to] - corners[3 * from];
  const uy = corners[3 * to + 1] - corners[3 * from + 1];
  const uz = corners[3 * to + 2] - corners[3 * from + 2];
  const vx = corners[3 * apex] - corners[3 * from];
  const vy = corners[3 * apex + 1] - corners[3 * from + 1];
  const vz = corners[3 * apex + 2] - corners[3 * from + 2];
  return (
    planes[plane] * (uy * vz - uz * vy) +
      planes[plane + 1] * (uz * vx - ux * vz) +
      planes[plane + 2] * (ux * vy - uy * vx) >
    0
  );
}

/** Whether a corner lies on the way from one corner to another. */
function isOnChord(corners: Float64Array, corner: number, from: number, to: number): boolean {
  const dx = corners[3 * to] - corners[3 * from];
  const dy = corners[3 * to + 1] - corners[3 * from + 1];
  const dz = corners[3 * to + 2] - corners[3 * from + 2];
  const x = corners[3 * to] - corners[3 * corner];
  const y = corners[3 * to + 1] - corners[3 * corner + 1];
  const z = corners[3 * to + 2] - corners[3 * corner + 2];
  if (dx * x + dy * y + dz * z <= 0) return false;
  return Math.hypot(dy * z - dz * y, dz * x - dx * z, dx * y - dy * x) <= STRAIGHTNESS * Math.hypot(dx, dy, dz);
}
