/**
 * What the largest facets in sight hide from a point: each throws a shadow, an open pyramid behind it, and what lies
 * wholly in one shadow cannot be seen. Whole boxes of a hierarchy are cut off this way, so that a look along a street
 * costs what the street holds, not what the city holds. Shadows err on the side of "visible".
 */
import { walkBoxes } from './bvh.ts';
import type { PreparedScene } from './prepared-scene.ts';

/** Shadows of facets, for one point of view. */
export interface Shadows {
  readonly count: number;
  /** Start of each shadow's planes, in planes [count + 1]; the first of them is the facet's own. */
  readonly offsets: Uint32Array;
  /** Half spaces a·p ≥ b whose intersection is the shadow [Σ, 4]. */
  readonly planes: Float64Array;
  /** How deep behind its facet something must reach to lie in the shadow, metres. */
  readonly depth: number;
  /** What rounding may do to a plane, metres. */
  readonly margin: number;
}

/** Boxes that look smaller than this (squared diagonal over squared distance) hold no facet worth a shadow. */
const SMALLEST_LOOK = 0.01;
/** No facet of a smaller solid angle throws a shadow, steradians. */
const SMALLEST_ANGLE = 0.002;
/** Cosine above which two planes may be one. */
const PARALLEL = 1 - 1e-6;

/**
 * Casts the shadows of the convex facets that look largest from a point.
 *
 * @param prepared the scene
 * @param x the point, metres (likewise y, z)
 * @param limit at most this many
 * @param layers only facets in the shadow of more than this many others throw none
 */
export function castShadows(
  prepared: PreparedScene,
  x: number,
  y: number,
  z: number,
  limit: number,
  layers = 0,
): Shadows {
  const { facets, bvh, facetOfSlot } = prepared;
  const { planes, outlines, outlineOffsets, unevenness, convex } = facets;
  const seen = new Set<number>();
  const large: { readonly facet: number; readonly angle: number }[] = [];
  walkBoxes(
    bvh,
    (bounds, b) => {
      const gapX = Math.max(bounds[b] - x, 0, x - bounds[b + 3]);
      const gapY = Math.max(bounds[b + 1] - y, 0, y - bounds[b + 4]);
      const gapZ = Math.max(bounds[b + 2] - z, 0, z - bounds[b + 5]);
      const sizeX = bounds[b + 3] - bounds[b];
      const sizeY = bounds[b + 4] - bounds[b + 1];
      const sizeZ = bounds[b + 5] - bounds[b + 2];
      const gap = gapX * gapX + gapY * gapY + gapZ * gapZ;
      return sizeX * sizeX + sizeY * sizeY + sizeZ * sizeZ < SMALLEST_LOOK * gap;
    },
    (slot) => {
      const facet = facetOfSlot[slot];
      if (convex[facet] === 0 || seen.has(facet)) return;
      seen.add(facet);
      const p = 4 * facet;
      const height = Math.abs(planes[p] * x + planes[p + 1] * y + planes[p + 2] * z - planes[p + 3]);
      // From closer than this an uneven facet's triangles may turn different sides to the point.
      if (height <= 10 * bvh.tolerance + 100 * unevenness[facet]) return;
      const outline = outlines.subarray(3 * outlineOffsets[facet], 3 * outlineOffsets[facet + 1]);
      const angle = solidAngle(outline, x, y, z);
      if (angle >= SMALLEST_ANGLE) large.push({ facet, angle });
    },
  );
  large.sort((a, b) => b.angle - a.angle || a.facet - b.facet);
  const offsets = [0];
  const rows: number[] = [];
  const shadows = {
    count: 0,
    offsets: new Uint32Array(limit + 1),
    planes: new Float64Array(0),
    depth: 10 * bvh.tolerance,
    margin: 1e-3 * bvh.tolerance,
  };
  const grown = new Float64Array(4 * (limit + 1) * 8);
  shadows.planes = grown;
  const cast: number[] = [];
  for (const { facet } of large) {
    if (shadows.count === limit) break;
    // Surfaces that lie on one another are one to go through.
    if (layers > 0 && cast.some((other) => lieInOnePlane(prepared, facet, other))) continue;
    const outline = outlines.subarray(3 * outlineOffsets[facet], 3 * outlineOffsets[facet + 1]);
    if (outline.length > 3 * 7 || isInShadow(shadows, outline, unevenness[facet], layers)) continue;
    cast.push(facet);
    rows.length = 0;
    pushShadow(rows, prepared, facet, outline, x, y, z);
    grown.set(rows, 4 * offsets[offsets.length - 1]);
    offsets.push(offsets[offsets.length - 1] + rows.length / 4);
    shadows.count++;
    shadows.offsets[shadows.count] = offsets[shadows.count];
  }
  return shadows;
}

function lieInOnePlane({ facets, bvh }: PreparedScene, a: number, b: number): boolean {
  const { planes, unevenness } = facets;
  const [p, q] = [4 * a, 4 * b];
  const dot = planes[p] * planes[q] + planes[p + 1] * planes[q + 1] + planes[p + 2] * planes[q + 2];
  const gap = Math.abs(planes[p + 3] - Math.sign(dot) * planes[q + 3]);
  return Math.abs(dot) > PARALLEL && gap <= 100 * bvh.tolerance + unevenness[a] + unevenness[b];
}

/** Appends the planes of one facet's shadow. */
function pushShadow(
  rows: number[],
  { facets }: PreparedScene,
  facet: number,
  outline: Float64Array,
  x: number,
  y: number,
  z: number,
): void {
  const { planes, unevenness } = facets;
  const p = 4 * facet;
  const offset = planes[p + 3];
  const height = planes[p] * x + planes[p + 1] * y + planes[p + 2] * z - offset;
  const away = height > 0 ? -1 : 1;
  rows.push(away * planes[p], away * planes[p + 1], away * planes[p + 2], away * offset + unevenness[facet]);
  const count = outline.length / 3;
  let cx = 0;
  let cy = 0;
  let cz = 0;
  for (let i = 0; i < outline.length; i += 3) {
    cx += outline[i] / count;
    cy += outline[i + 1] / count;
    cz += outline[i + 2] / count;
  }
  for (let i = 0; i < count; i++) {
    const a = 3 * i;
    const b = 3 * ((i + 1) % count);
    const ux = outline[a] - x;
    const uy = outline[a + 1] - y;
    const uz = outline[a + 2] - z;
    const vx = outline[b] - x;
    const vy = outline[b + 1] - y;
    const vz = outline[b + 2] - z;
    let sx = uy * vz - uz * vy;
    let sy = uz * vx - ux * vz;
    let sz = ux * vy - uy * vx;
    const length = Math.hypot(sx, sy, sz) * (sx * (cx - x) + sy * (cy - y) + sz * (cz - z) < 0 ? -1 : 1);
    sx /= length;
    sy /= length;
    sz /= length;
    rows.push(sx, sy, sz, sx * x + sy * y + sz * z);
  }
}

/** Solid angle of a convex polygon, steradians (Van Oosterom and Strackee, IEEE Trans. Biomed. Eng. 30, 1983). */
function solidAngle(outline: Float64Array, x: number, y: number, z: number): number {
  const ax = outline[0] - x;
  const ay = outline[1] - y;
  const az = outline[2] - z;
  const a = Math.sqrt(ax * ax + ay * ay + az * az);
  let total = 0;
  for (let i = 3; i + 5 < outline.length; i += 3) {
    const bx = outline[i] - x;
    const by = outline[i + 1] - y;
    const bz = outline[i + 2] - z;
    const cx = outline[i + 3] - x;
    const cy = outline[i + 4] - y;
    const cz = outline[i + 5] - z;
    const b = Math.sqrt(bx * bx + by * by + bz * bz);
    const c = Math.sqrt(cx * cx + cy * cy + cz * cz);
    const volume = ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
    const denominator =
      a * b * c +
      (ax * bx + ay * by + az * bz) * c +
      (ax * cx + ay * cy + az * cz) * b +
      (bx * cx + by * cy + bz * cz) * a;
    total += 2 * Math.atan2(Math.abs(volume), denominator);
  }
  return total;
}

/** Whether a box lies in more than `layers` shadows. */
export function isBoxInShadow(shadows: Shadows, bounds: Float64Array, b: number, layers: number): boolean {
  const { planes, offsets, count, depth, margin } = shadows;
  let found = 0;
  for (let shadow = 0; shadow < count; shadow++) {
    const first = 4 * offsets[shadow];
    const end = 4 * offsets[shadow + 1];
    let inside = true;
    for (let i = first; i < end; i += 4) {
      const ax = planes[i];
      const ay = planes[i + 1];
      const az = planes[i + 2];
      const least =
        ax * bounds[ax > 0 ? b : b + 3] + ay * bounds[ay > 0 ? b + 1 : b + 4] + az * bounds[az > 0 ? b + 2 : b + 5];
      if (least - planes[i + 3] < (i === first ? depth : -margin)) {
        inside = false;
        break;
      }
    }
    if (inside && ++found > layers) return true;
  }
  return false;
}

/**
 * Whether the hull of points lies in more than `layers` shadows. Its border may lie on a shadow's: a wall hides the wall
 * round the corner, up to their common edge.
 *
 * @param points coordinates [V, 3], metres
 * @param slack how far what is meant may stray from the hull, metres
 */
export function isInShadow(shadows: Shadows, points: Float64Array, slack: number, layers: number): boolean {
  const { planes, offsets, count, depth, margin } = shadows;
  let found = 0;
  for (let shadow = 0; shadow < count; shadow++) {
    const first = 4 * offsets[shadow];
    const end = 4 * offsets[shadow + 1];
    let inside = true;
    for (let i = first; inside && i < end; i += 4) {
      let least = Infinity;
      let most = -Infinity;
      for (let k = 0; k < points.length; k += 3) {
        const value = planes[i] * points[k] + planes[i + 1] * points[k + 1] + planes[i + 2] * points[k + 2];
        if (value < least) least = value;
        if (value > most) most = value;
      }
      inside = least - planes[i + 3] >= slack - margin && (i > first || most - planes[i + 3] > depth);
    }
    if (inside && ++found > layers) return true;
  }
  return false;
}
