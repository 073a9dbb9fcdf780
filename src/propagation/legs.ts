/** Whether the straight pieces of a path are clear, and what they go through where they may. */
import { crossTriangle, walkCrossings } from './bvh.ts';
import type { PreparedScene } from './prepared-scene.ts';

/** Triangles that stood in the way lately; one of them often stands in the way of the next leg, too. */
const REMEMBERED = 4;
/** First legs all begin at one point: so many are remembered for each of so many directions round it. */
const DIRECTIONS = 64;
/** Where those of all other legs are kept. */
const ELSEWHERE = DIRECTIONS;

/** Answers for one scene. It remembers what blocked the last legs, which makes it faster and changes no answer. */
export class LegTester {
  readonly #prepared: PreparedScene;
  /** Slots of triangles, the latest first [DIRECTIONS + 1, REMEMBERED]. */
  readonly #blockers = new Int32Array(REMEMBERED * (DIRECTIONS + 1)).fill(-1);
  /** Which row of them the leg at hand looks at. */
  #row = 0;
  /** Facets that cannot block the leg at hand. */
  #faceA = -1;
  #faceB = -1;
  #faceC = -1;
  #faceD = -1;
  readonly #block = (slot: number): boolean => {
    if (this.#isExempt(slot)) return false;
    const first = REMEMBERED * this.#row;
    this.#blockers.copyWithin(first + 1, first, first + REMEMBERED - 1);
    this.#blockers[first] = slot;
    return true;
  };

  constructor(prepared: PreparedScene) {
    this.#prepared = prepared;
  }

  #isExempt(slot: number): boolean {
    const facet = this.#prepared.facetOfSlot[slot];
    return facet === this.#faceA || facet === this.#faceB || facet === this.#faceC || facet === this.#faceD;
  }

  /**
   * Whether a leg is clear. A leg does not meet the facets that its ends lie on.
   *
   * @param vertices [V, 3], metres
   * @param faces the facets that each vertex lies on, −1 for none [V, 2]
   * @param leg number of the vertex that it starts from
   */
  isClear(vertices: Float64Array, faces: Int32Array, leg: number): boolean {
    this.#exempt(faces, leg);
    const { bvh } = this.#prepared;
    const v = 3 * leg;
    const ox = vertices[v];
    const oy = vertices[v + 1];
    const oz = vertices[v + 2];
    const ex = vertices[v + 3];
    const ey = vertices[v + 4];
    const ez = vertices[v + 5];
    this.#row = leg === 0 ? directionOf(ex - ox, ey - oy) : ELSEWHERE;
    if (this.#isRemembered(this.#row, ox, oy, oz, ex, ey, ez)) return false;
    if (leg === 0) {
      // What is in the way to the left or right is often wide enough.
      for (const step of [1, DIRECTIONS - 1]) {
        if (this.#isRemembered((this.#row + step) % DIRECTIONS, ox, oy, oz, ex, ey, ez)) return false;
      }
    }
    return !walkCrossings(bvh, ox, oy, oz, ex, ey, ez, this.#block);
  }

  /** Whether one of a row's triangles blocks a leg; it is remembered as the latest of the leg's own row. */
  #isRemembered(row: number, ox: number, oy: number, oz: number, ex: number, ey: number, ez: number): boolean {
    for (let i = REMEMBERED * row; i < REMEMBERED * (row + 1); i++) {
      const slot = this.#blockers[i];
      if (slot < 0) return false;
      if (crossTriangle(this.#prepared.bvh, slot, ox, oy, oz, ex, ey, ez) < 0 || this.#isExempt(slot)) continue;
      if (row !== this.#row) this.#block(slot);
      return true;
    }
    return false;
  }

  /**
   * The triangles that a leg goes through, from its start on. Surfaces that lie on one another are one; the triangle of
   * the lowest number stands for them.
   *
   * @param vertices as in `isClear`, likewise `faces` and `leg`
   * @returns slots and shares of the leg before them
   */
  findCrossings(
    vertices: Float64Array,
    faces: Int32Array,
    leg: number,
  ): { readonly slot: number; readonly share: number }[] {
    this.#exempt(faces, leg);
    const { bvh } = this.#prepared;
    const v = 3 * leg;
    const all: { readonly slot: number; readonly share: number }[] = [];
    const [ox, oy, oz, ex, ey, ez] = vertices.subarray(v, v + 6);
    walkCrossings(bvh, ox, oy, oz, ex, ey, ez, (slot, share) => {
      if (!this.#isExempt(slot)) all.push({ slot, share });
      return false;
    });
    if (all.length < 2) return all;
    const length = Math.hypot(ex - ox, ey - oy, ez - oz);
    const number = (slot: number): number => bvh.triangleOfSlot[slot];
    all.sort((a, b) => a.share - b.share || number(a.slot) - number(b.slot));
    const kept = [all[0]];
    for (const crossing of all.slice(1)) {
      const last = kept[kept.length - 1];
      if ((crossing.share - last.share) * length > 10 * bvh.tolerance) kept.push(crossing);
      else if (number(crossing.slot) < number(last.slot)) kept[kept.length - 1] = crossing;
    }
    return kept;
  }

  #exempt(faces: Int32Array, leg: number): void {
    this.#faceA = faces[2 * leg];
    this.#faceB = faces[2 * leg + 1];
    this.#faceC = faces[2 * leg + 2];
    this.#faceD = faces[2 * leg + 3];
  }
}

/** Number of a direction's sector. Sectors need not be equal, only the same for the same direction. */
function directionOf(x: number, y: number): number {
  const reach = Math.abs(x) + Math.abs(y);
  if (reach === 0) return 0;
  // Once round the square |x| + |y| = 1 in four units.
  const side = y / reach;
  const turn = x < 0 ? 2 - side : side < 0 ? 4 + side : side;
  return Math.floor((turn * DIRECTIONS) / 4) % DIRECTIONS;
}
