/**
 * Which of a site's images may light a place. Space is halved again and again round the places that are asked for, and each
 * cell keeps the images whose beams reach into it: a user in a cell that somebody has been in before is answered at once.
 */
import { isBoxOutside } from './beams.ts';
import type { MirrorIndex } from './mirror-index.ts';
import type { PreparedScene } from './prepared-scene.ts';
import type { TreeBeams } from './tree-beams.ts';

/** Cells of fewer images are not halved. */
const FEW_IMAGES = 48;
/** Cells are at least this large, metres: halving them further costs more memory than it saves tests. */
const LEAST_WIDTH = 4;

interface Cell {
  /** Nodes of the image tree, in the order of the mirror index. */
  readonly nodes: Uint32Array;
  /** The two halves, once somebody stood in them. */
  lower: Cell | null;
  upper: Cell | null;
}

/** Answers for one site. */
export class BeamIndex {
  readonly #beams: TreeBeams;
  readonly #root: Cell;
  readonly #bounds: Float64Array;
  readonly #room: Uint32Array;

  /**
   * @param prepared the scene
   * @param beams of the site's images
   * @param mirrors of the same images: nodes are given in its order
   */
  constructor({ scene }: PreparedScene, beams: TreeBeams, { nodes }: MirrorIndex) {
    this.#beams = beams;
    this.#root = { nodes, lower: null, upper: null };
    const { minimum, maximum } = scene.bounds;
    // Wide enough for whatever stands in the scene to be asked for mirrored in it, too.
    const reach = Math.hypot(...minimum.map((value, axis) => maximum[axis] - value));
    this.#bounds = Float64Array.of(...minimum.map((value) => value - reach), ...maximum.map((value) => value + reach));
    this.#room = new Uint32Array(nodes.length);
  }

  /**
   * The images whose beams may hold a point: all that do, and some that pass nearby.
   *
   * @param x the point, metres (likewise y, z)
   * @returns nodes of the image tree
   */
  find(x: number, y: number, z: number): Uint32Array {
    const point = [x, y, z];
    const box = this.#bounds.slice();
    let cell = this.#root;
    if (point.some((value, axis) => value < box[axis] || value > box[axis + 3])) return cell.nodes;
    while (cell.nodes.length > FEW_IMAGES) {
      let axis = 0;
      for (let other = 1; other < 3; other++) {
        if (box[other + 3] - box[other] > box[axis + 3] - box[axis]) axis = other;
      }
      if (box[axis + 3] - box[axis] < 2 * LEAST_WIDTH) break;
      const middle = (box[axis] + box[axis + 3]) / 2;
      if (point[axis] < middle) {
        box[axis + 3] = middle;
        cell = cell.lower ??= this.#narrow(cell, box);
      } else {
        box[axis] = middle;
        cell = cell.upper ??= this.#narrow(cell, box);
      }
    }
    return cell.nodes;
  }

  #narrow({ nodes }: Cell, box: Float64Array): Cell {
    const beams = this.#beams;
    let count = 0;
    for (let i = 0; i < nodes.length; i++) {
      if (!isBoxOutside(beams.of(nodes[i]), box, 0)) this.#room[count++] = nodes[i];
    }
    return { nodes: this.#room.slice(0, count), lower: null, upper: null };
  }
}
