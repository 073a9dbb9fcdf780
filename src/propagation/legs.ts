/** Whether the straight pieces of a path are clear, and what they go through where they may. */
import { crossTriangle, walkCrossings } from './bvh.ts';
import type { PreparedScene } from './prepared-scene.ts';

/** Triangles that stood in the way lately; one of them often stands in the way of the next leg, too. */
const REMEMBERED = 4;
/** First legs begin at one point: for each of so many directions round it, and of so many heights, two are remembered. */
const DIRECTIONS = 128;
const HEIGHTS = 4;
const SECTOR = 2;

/** Answers for one scene. It remembers what blocked the last legs, which makes it faster and changes no answer. */
export class LegTester {
  readonly #prepared: PreparedScene;
  /** What was in the way last: of first legs by sector, then of all others. */
  readonly #recent = new Int32Array(SECTOR * DIRECTIONS * HEIGHTS + REMEMBERED).fill(-1);
  /** Where in `#recent` the leg at hand looks, and how far. */
  #from = 0;
  #size = 0;
  /** Facets that cannot block the leg at hand. */
  #faceA = -1;
  #faceB = -1;
  #faceC = -1;
  #faceD = -1;
  readonly #block = (slot: number): boolean => {
    if (this.#isExempt(slot)) return false;
    this.#recent.copyWithin(this.#from + 1, this.#from, this.#from + this.#size - 1);
    this.#recent[this.#from] = slot;
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
    if (leg === 0) {
      this.#from = SECTOR * sectorOf(ex - ox, ey - oy, ez - oz);
      this.#size = SECTOR;
    } else {
      this.#from = SECTOR * DIRECTIONS * HEIGHTS;
      this.#size = REMEMBERED;
    }
    for (let i = this.#from; i < this.#from + this.#size; i++) {
      const slot = this.#recent[i];
      if (slot >= 0 && crossTriangle(bvh, slot, ox, oy, oz, ex, ey, ez) >= 0 && !this.#isExempt(slot)) return false;
    }
    return !walkCrossings(bvh, ox, oy, oz, ex, ey, ez, this.#block);
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

/** Number of the sector that a direction lies in. Sectors need not be equal, only the same for the same direction. */
function sectorOf(x: number, y: number, z: number): number {
  const reach = Math.abs(x) + Math.abs(y);
  if (reach === 0) return 0;
  // Once round the square |x| + |y| = 1 in four units.
  const side = y / reach;
  const turn = x < 0 ? 2 - side : side < 0 ? 4 + side : side;
  const slope = z / reach;
  const height = slope < 0 ? 0 : slope < 0.25 ? 1 : slope < 0.7 ? 2 : 3;
  return HEIGHTS * (Math.floor((turn * DIRECTIONS) / 4) % DIRECTIONS) + height;
}
