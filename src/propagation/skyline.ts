/**
 * The skyline round a point: how high walls reach in every direction, and from what distance on. What lies beyond a wall and
 * below its top is hidden, and one look at a table says so. A skyline errs on the side of "visible".
 */
import { walkBoxes } from './bvh.ts';
import type { PreparedScene } from './prepared-scene.ts';
import type { View } from './view.ts';
import { WALL } from './walls.ts';

/** Directions are told apart by sectors; they need not be equal. */
const SECTORS = 512;
/** Distances are told apart by half octaves from a metre on: 24 reach 4 km. */
const RINGS = 24;
/** Squared distance that still fits 32 bits: from there on all is in the last ring. */
const FARTHEST = 2 ** 31;
/** Cosine of half of the widest sector, and a little less. */
const NARROW = 0.9998;
/** What is hidden may lie lower than the bottoms of all walls by this, metres: boxes are a little wider than what is in them. */
const SUNK = 0.02;
/** What is hidden lies behind a wall by this at least, metres: on a wall's own plane nothing is hidden by it. */
const BEHIND = 1e-3;

/** Directions between sectors, of |x| + |y| = 1, and their lengths. */
const boundaryX = new Float64Array(SECTORS + 1);
const boundaryY = new Float64Array(SECTORS + 1);
const boundaryLength = new Float64Array(SECTORS + 1);
for (let k = 0; k <= SECTORS; k++) {
  const turn = (4 * k) / SECTORS;
  boundaryX[k] = turn <= 2 ? 1 - turn : turn - 3;
  boundaryY[k] = turn <= 1 ? turn : turn <= 3 ? 2 - turn : turn - 4;
  boundaryLength[k] = Math.hypot(boundaryX[k], boundaryY[k]);
}

/** Where a direction lies among the sectors, once round from 0 to `SECTORS`. */
function sectorOf(x: number, y: number): number {
  const side = y / (Math.abs(x) + Math.abs(y));
  const turn = x < 0 ? 2 - side : side < 0 ? 4 + side : side;
  return turn * (SECTORS / 4);
}

/** What one point sees of a scene whose surfaces hide what lies behind them. */
export class Skyline implements View {
  readonly facets: readonly number[];
  readonly #prepared: PreparedScene;
  readonly #x: number;
  readonly #y: number;
  readonly #z: number;
  /** Tangent of the elevation up to which everything is hidden beyond a ring's distance [SECTORS, RINGS]. */
  readonly #slopes = new Float64Array(SECTORS * RINGS).fill(-Infinity);
  #edges: readonly number[] | null = null;
  /** Bottom of the wall that begins highest, metres: what lies lower may be seen below it. */
  #floor = -Infinity;

  /**
   * Looks around from a point, near walls first.
   *
   * @param prepared the scene
   * @param x the point, metres (likewise y, z)
   */
  constructor(prepared: PreparedScene, x: number, y: number, z: number) {
    this.#prepared = prepared;
    this.#x = x;
    this.#y = y;
    this.#z = z;
    const { facetHierarchy, facetBoxes, walls } = prepared;
    const met: number[] = [];
    walkBoxes(
      facetHierarchy,
      (bounds, b) => this.hidesBox(bounds, b),
      (slot) => {
        const facet = facetHierarchy.itemOfSlot[slot];
        if (this.hidesBox(facetBoxes, 6 * facet)) return;
        met.push(facet);
        if (walls[WALL.size * facet + WALL.top] > -Infinity) this.#raise(walls, WALL.size * facet);
      },
      [x, y],
    );
    // What was met early may have been hidden since.
    this.facets = met.filter((facet) => !this.hidesBox(facetBoxes, 6 * facet)).sort((a, b) => a - b);
  }

  /** The edges of those facets that are not hidden themselves. */
  edges(): readonly number[] {
    if (this.#edges) return this.#edges;
    const { edgeBoxes, facetEdges } = this.#prepared;
    const found = new Set<number>();
    for (const facet of this.facets) {
      for (let i = facetEdges.offsets[facet]; i < facetEdges.offsets[facet + 1]; i++) found.add(facetEdges.edges[i]);
    }
    return (this.#edges = [...found].filter((edge) => !this.hidesBox(edgeBoxes, 6 * edge)).sort((a, b) => a - b));
  }

  #raise(walls: Float64Array, w: number): void {
    let ax = walls[w + WALL.ax] - this.#x;
    let ay = walls[w + WALL.ay] - this.#y;
    let bx = walls[w + WALL.bx] - this.#x;
    let by = walls[w + WALL.by] - this.#y;
    const stray = walls[w + WALL.stray];
    const depth = this.#z - walls[w + WALL.bottom] - 2 * stray;
    if (depth <= 0) return;
    // Once round to the left, from a to b.
    if (ax * by - ay * bx < 0) [ax, ay, bx, by] = [bx, by, ax, ay];
    let ex = bx - ax;
    let ey = by - ay;
    const length = Math.sqrt(ex * ex + ey * ey);
    const distance = (ax * by - ay * bx) / length;
    const reach = Math.sqrt(Math.max(ax * ax + ay * ay, bx * bx + by * by));
    // From close to its own plane nobody sees a wall reliably.
    if (distance < 100 * stray) return;
    // Where a ray meets an uneven wall it may be off the plane, and so to the side, by this much.
    const margin = stray * (1 + reach / distance);
    const inset = margin / length;
    if (inset > 0.25) return;
    ax += inset * ex;
    ay += inset * ey;
    ex *= 1 - 2 * inset;
    ey *= 1 - 2 * inset;
    const start = sectorOf(ax, ay);
    let stop = sectorOf(ax + ex, ay + ey);
    if (stop < start) stop += SECTORS;
    const first = Math.ceil(start + 1e-9);
    const last = Math.floor(stop - 1e-9);
    if (last <= first) return;
    const across = ax * ey - ay * ex;
    let near = this.#distanceAlong(first, across, ex, ey);
    for (let k = first; k < last; k++) {
      const next = this.#distanceAlong(k + 1, across, ex, ey);
      const far = Math.max(near, next);
      const top = walls[w + WALL.top] - this.#z - margin;
      const height = top - (Math.abs(top) / distance) * margin;
      const slope = height > 0 ? height / far : height / (Math.min(near, next) * NARROW);
      near = next;
      const beyond = far + (far / distance) * (BEHIND + margin) + (far * SUNK) / depth;
      const square = Math.ceil(beyond * beyond);
      const row = RINGS * (k % SECTORS);
      for (let ring = square > 1 ? 32 - Math.clz32(square - 1) : 0; ring < RINGS; ring++) {
        if (this.#slopes[row + ring] >= slope) break;
        this.#slopes[row + ring] = slope;
      }
    }
    this.#floor = Math.max(this.#floor, walls[w + WALL.bottom] + 2 * stray);
  }

  /** Distance of a wall in the direction between two sectors, metres. */
  #distanceAlong(k: number, across: number, ex: number, ey: number): number {
    const i = k % SECTORS;
    return (across / (boundaryX[i] * ey - boundaryY[i] * ex)) * boundaryLength[i];
  }

  hides(px: number, py: number, pz: number): boolean {
    const x = px - this.#x;
    const y = py - this.#y;
    const square = x * x + y * y;
    if (!(square >= 1) || pz < this.#floor - SUNK) return false;
    const ring = Math.min(RINGS - 1, 31 - Math.clz32(Math.min(square, FARTHEST)));
    return (pz - this.#z) / Math.sqrt(square) < this.#slopes[RINGS * Math.floor(sectorOf(x, y) % SECTORS) + ring];
  }

  /**
   * Whether all of a box is hidden for certain.
   *
   * @param bounds extents
   * @param b where in `bounds` the six numbers start
   */
  hidesBox(bounds: Float64Array, b: number): boolean {
    if (bounds[b + 2] < this.#floor - SUNK) return false;
    const x0 = bounds[b] - this.#x;
    const y0 = bounds[b + 1] - this.#y;
    const x1 = bounds[b + 3] - this.#x;
    const y1 = bounds[b + 4] - this.#y;
    const gapX = Math.max(x0, 0, -x1);
    const gapY = Math.max(y0, 0, -y1);
    const square = gapX * gapX + gapY * gapY;
    if (!(square >= 1)) return false;
    const ring = Math.min(RINGS - 1, 31 - Math.clz32(Math.min(square, FARTHEST)));
    const height = bounds[b + 5] - this.#z;
    const farX = Math.max(-x0, x1);
    const farY = Math.max(-y0, y1);
    const slope = height / Math.sqrt(height > 0 ? square : farX * farX + farY * farY);
    // The corners that the box is seen between, right and left.
    const rightX = y0 > 0 || (y1 >= 0 && x1 < 0) ? x1 : x0;
    const rightY = x0 > 0 || (x1 >= 0 && y0 > 0) ? y0 : y1;
    const leftX = y1 < 0 || (y0 <= 0 && x1 < 0) ? x1 : x0;
    const leftY = x1 < 0 || (x0 <= 0 && y0 > 0) ? y0 : y1;
    const start = Math.floor(sectorOf(rightX, rightY));
    let stop = Math.floor(sectorOf(leftX, leftY));
    if (stop < start) stop += SECTORS;
    for (let k = start; k <= stop; k++) {
      if (this.#slopes[RINGS * (k % SECTORS) + ring] <= slope) return false;
    }
    return true;
  }
}
