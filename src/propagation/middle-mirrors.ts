/**
 * The images of a site one generation deeper than its tree, for the few mirrors that a user asks for: growing them all
 * costs more than one user repays.
 */
import { buildHierarchy } from './bvh-build.ts';
import { mirrorPoint } from './candidate.ts';
import type { ImageTree } from './image-tree.ts';
import type { PreparedScene } from './prepared-scene.ts';
import type { TreeBeams } from './tree-beams.ts';
import { findInBeam } from './visibility.ts';

/** Images that a tree's deepest nodes may have in one mirror; parallel arrays. */
export interface MiddleImages {
  /** Deepest node of the tree that is mirrored [P]. */
  readonly nodes: number[];
  /** Its mirror image [P, 3], metres. */
  readonly images: number[];
  /** Signed height of that image over the mirror's plane [P], metres. */
  readonly heights: number[];
}

/** Looks mirrors up when they are first asked for, and keeps the answers. */
export class MiddleMirrors {
  readonly #prepared: PreparedScene;
  readonly #tree: ImageTree;
  readonly #beams: TreeBeams;
  readonly #found = new Map<number, MiddleImages>();

  /**
   * @param prepared the scene
   * @param tree images of a site, one generation at least
   * @param beams of the same images
   */
  constructor(prepared: PreparedScene, tree: ImageTree, beams: TreeBeams) {
    this.#prepared = prepared;
    this.#tree = tree;
    this.#beams = beams;
  }

  /**
   * Looks mirrors up, together: each deepest node's beam is sent among those that are new.
   *
   * @param mirrors facets
   */
  lookUp(mirrors: Iterable<number>): void {
    const news = [...mirrors].filter((facet) => !this.#found.has(facet));
    if (news.length === 0) return;
    const boxes = new Float64Array(6 * news.length);
    news.forEach((facet, i) => {
      this.#found.set(facet, { nodes: [], images: [], heights: [] });
      boxes.set(this.#prepared.facetBoxes.subarray(6 * facet, 6 * facet + 6), 6 * i);
    });
    const hierarchy = buildHierarchy(boxes);
    for (let node = this.#tree.generations[this.#tree.depth]; node < this.#tree.count; node++) {
      for (const item of findInBeam(hierarchy, this.#beams.of(node))) this.#mirror(node, news[item]);
    }
  }

  /** The images in a mirror that some deepest node's beam reaches; none in one that was not looked up. */
  through(facet: number): MiddleImages | undefined {
    return this.#found.get(facet);
  }

  #mirror(node: number, facet: number): void {
    const { facets, bvh } = this.#prepared;
    const { planes } = facets;
    const { images } = this.#tree;
    const found = this.#found.get(facet);
    if (!found || this.#tree.facets[node] === facet) return;
    const p = 4 * facet;
    const x = images[3 * node];
    const y = images[3 * node + 1];
    const z = images[3 * node + 2];
    const height = planes[p] * x + planes[p + 1] * y + planes[p + 2] * z - planes[p + 3];
    if (Math.abs(height) <= bvh.tolerance) return;
    mirrorPoint(this.#prepared, facet, x, y, z, image);
    found.nodes.push(node);
    found.images.push(image[0], image[1], image[2]);
    found.heights.push(-height);
  }
}

const image = new Float64Array(3);
