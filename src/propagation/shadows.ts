/**
 * What large facets hide from a point: each throws a shadow, an open pyramid behind it, and what lies wholly in one shadow
 * cannot be seen. Shadows err on the side of "visible".
 */
import { walkBoxes } from './bvh.ts';
import { heightOver } from './facets.ts';
import type { PreparedScene } from './prepared-scene.ts';

/** No facet of a smaller solid angle throws a shadow, steradians. */
const SMALLEST_ANGLE = 0.004;
/** Boxes that look smaller than this (squared diagonal over squared distance) hold no such facet, or hardly. */
const SMALLEST_LOOK = 0.01;
/** Facets of more corners throw none. */
const MOST_CORNERS = 8;
/** Cosine above which two planes may be one. */
const PARALLEL = 1 - 1e-6;

/** How a box lies to a shadow. */
export const OUTSIDE = 0;
const ACROSS = 1;
export const INSIDE = 2;

/** Shadows of facets, for one point of view. */
export class Shadows {
  /** How many there are. */
  count = 0;
  readonly #prepared: PreparedScene;
  readonly #x: number;
  readonly #y: number;
  readonly #z: number;
  readonly #apart: boolean;
  readonly #casters: number[] = [];
  /** Start of each shadow's planes, in numbers; the first of them is the facet's own. */
  readonly #offsets: Uint32Array;
  /** Half spaces a·p ≥ b whose intersection is the shadow, four numbers each. */
  readonly #planes: Float64Array;
  /** How deep behind its facet something must reach to lie in the shadow, metres. */
  readonly #depth: number;
  /** What rounding may do to a plane, metres. */
  readonly #margin: number;

  /**
   * @param prepared the scene
   * @param x the point, metres (likewise y, z)
   * @param limit at most this many
   * @param apart whether surfaces that lie on one another count once: their shadows must not be counted as two
   */
  constructor(prepared: PreparedScene, x: number, y: number, z: number, limit: number, apart: boolean) {
    this.#prepared = prepared;
    this.#x = x;
    this.#y = y;
    this.#z = z;
    this.#apart = apart;
    this.#offsets = new Uint32Array(limit + 1);
    this.#planes = new Float64Array(4 * (MOST_CORNERS + 1) * limit);
    this.#depth = 10 * prepared.bvh.tolerance;
    this.#margin = 1e-3 * prepared.bvh.tolerance;
  }

  /**
   * Lets the facets that look largest throw their shadows, as long as there is room; none that lies in the dark itself.
   *
   * @param layers how many surfaces can be looked through
   */
  castLargest(layers: number): void {
    const { facetHierarchy, facets } = this.#prepared;
    const { outlines, outlineOffsets, unevenness } = facets;
    const [x, y, z] = [this.#x, this.#y, this.#z];
    const large: { readonly facet: number; readonly angle: number }[] = [];
    walkBoxes(
      facetHierarchy,
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
        const facet = facetHierarchy.itemOfSlot[slot];
        const angle = this.#measure(facet);
        if (angle >= SMALLEST_ANGLE) large.push({ facet, angle });
      },
    );
    large.sort((a, b) => b.angle - a.angle || a.facet - b.facet);
    for (const { facet } of large) {
      if (this.count === this.#offsets.length - 1) break;
      const outline = outlines.subarray(3 * outlineOffsets[facet], 3 * outlineOffsets[facet + 1]);
      if (!this.cover(outline, unevenness[facet], layers)) this.#cast(facet);
    }
  }

  /**
   * Whether the hull of points lies in more shadows than can be looked through.
   *
   * @param points as in `covers`, likewise `slack`
   * @param layers how many surfaces can be looked through
   */
  cover(points: Float64Array, slack: number, layers: number): boolean {
    let found = 0;
    for (let shadow = 0; shadow < this.count; shadow++) {
      if (this.covers(shadow, points, slack) && ++found > layers) return true;
    }
    return false;
  }

  /** Solid angle of a facet that can throw a shadow, steradians; 0 for others. */
  #measure(facet: number): number {
    const { facets, bvh } = this.#prepared;
    const { planes, unevenness, outlines, outlineOffsets, convex } = facets;
    const corners = outlineOffsets[facet + 1] - outlineOffsets[facet];
    if (convex[facet] === 0 || corners > MOST_CORNERS) return 0;
    const height = heightOver(planes, facet, this.#x, this.#y, this.#z);
    // From closer than this an uneven facet's triangles may turn different sides to the point.
    if (Math.abs(height) <= 10 * bvh.tolerance + 100 * unevenness[facet]) return 0;
    const outline = outlines.subarray(3 * outlineOffsets[facet], 3 * outlineOffsets[facet + 1]);
    return solidAngle(outline, this.#x, this.#y, this.#z);
  }

  #cast(facet: number): void {
    const { outlines, outlineOffsets } = this.#prepared.facets;
    const outline = outlines.subarray(3 * outlineOffsets[facet], 3 * outlineOffsets[facet + 1]);
    if (this.#apart && this.#casters.some((other) => lieInOnePlane(this.#prepared, facet, other))) return;
    this.#casters.push(facet);
    const rows: number[] = [];
    pushShadow(rows, this.#prepared, facet, outline, this.#x, this.#y, this.#z);
    const start = this.#offsets[this.count];
    this.#planes.set(rows, start);
    this.count++;
    this.#offsets[this.count] = start + rows.length;
  }

  /**
   * How a box lies to a shadow: `OUTSIDE` and `INSIDE` hold for all that is in the box, too.
   *
   * @param shadow number of the shadow
   * @param bounds extents
   * @param b where in `bounds` the six numbers start
   */
  classifyBox(shadow: number, bounds: Float64Array, b: number): number {
    const planes = this.#planes;
    const first = this.#offsets[shadow];
    const end = this.#offsets[shadow + 1];
    let answer = INSIDE;
    for (let i = first; i < end; i += 4) {
      const ax = planes[i];
      const ay = planes[i + 1];
      const az = planes[i + 2];
      const threshold = planes[i + 3] + (i === first ? this.#depth : -this.#margin);
      const lowX = ax > 0 ? 0 : 3;
      const lowY = ay > 0 ? 1 : 4;
      const lowZ = az > 0 ? 2 : 5;
      if (ax * bounds[b + 3 - lowX] + ay * bounds[b + 5 - lowY] + az * bounds[b + 7 - lowZ] < threshold) return OUTSIDE;
      if (ax * bounds[b + lowX] + ay * bounds[b + lowY] + az * bounds[b + lowZ] < threshold) answer = ACROSS;
    }
    return answer;
  }

  /**
   * Whether the hull of points lies in a shadow. Its border may lie on the shadow's: a wall hides the wall round the
   * corner, up to their common edge.
   *
   * @param shadow number of the shadow
   * @param points coordinates [V, 3], metres
   * @param slack how far what is meant may stray from the hull, metres
   */
  covers(shadow: number, points: Float64Array, slack: number): boolean {
    const planes = this.#planes;
    const first = this.#offsets[shadow];
    const end = this.#offsets[shadow + 1];
    for (let i = first; i < end; i += 4) {
      let least = Infinity;
      let most = -Infinity;
      for (let k = 0; k < points.length; k += 3) {
        const value = planes[i] * points[k] + planes[i + 1] * points[k + 1] + planes[i + 2] * points[k + 2];
        if (value < least) least = value;
        if (value > most) most = value;
      }
      if (least - planes[i + 3] < slack - this.#margin) return false;
      if (i === first && most - planes[i + 3] <= this.#depth) return false;
    }
    return true;
  }
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
  const away = heightOver(planes, facet, x, y, z) > 0 ? -1 : 1;
  rows.push(away * planes[p], away * planes[p + 1], away * planes[p + 2], away * planes[p + 3] + unevenness[facet]);
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
