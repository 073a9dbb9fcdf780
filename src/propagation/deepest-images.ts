/** The images of a tree's deepest generation: which are seen in the direction of a beam, and which light a facet. */
import { isBoxOutside, passes } from './beams.ts';
import { walkBoxes } from './bvh.ts';
import { buildHierarchy } from './bvh-build.ts';
import type { ImageTree } from './image-tree.ts';
import type { PreparedScene } from './prepared-scene.ts';
import type { TreeBeams } from './tree-beams.ts';
import { findInBeam } from './visibility.ts';

/** Numbers of an image in `DeepestImages.#rows`: where it is, its height over its mirror, that plane, and its extent. */
const ROW = { image: 0, height: 3, plane: 4, extent: 8, size: 14 } as const;

/** For each facet, the images that light it. */
interface Lighting {
  /** Start of each facet's images in `images` [F + 1]. */
  readonly offsets: Uint32Array;
  /** Places in the order of the mirrors. */
  readonly images: Uint32Array;
}

/** Answers for one tree of one generation at least; what it needs for that it makes when it is first asked. */
export class DeepestImages {
  readonly #prepared: PreparedScene;
  readonly #tree: ImageTree;
  readonly #beams: TreeBeams;
  /** Nodes of the tree by their mirrors: alike for every user, so that of two paths that are one the same is kept. */
  readonly #nodes: Uint32Array;
  #hierarchy: PreparedScene['facetHierarchy'] | null = null;
  #lighting: Lighting | null = null;
  /** What is asked of each image again and again, side by side [N, 14]. */
  #rows: Float64Array | null = null;

  /**
   * @param prepared the scene
   * @param tree the images
   * @param beams of the same images
   */
  constructor(prepared: PreparedScene, tree: ImageTree, beams: TreeBeams) {
    this.#prepared = prepared;
    this.#tree = tree;
    this.#beams = beams;
    const { generations, depth, count, facets } = tree;
    const nodes = Uint32Array.from({ length: count - generations[depth] }, (_, i) => generations[depth] + i);
    this.#nodes = nodes.sort((a, b) => facets[a] - facets[b] || a - b);
  }

  /**
   * Visits the images in a beam, as far as the point that it comes from sees them through their own mirrors.
   *
   * @param beam half spaces a·p ≥ b, four numbers each
   * @param x the point, metres (likewise y, z)
   * @param visit receives nodes of the tree, by their mirrors
   */
  visitInBeam(beam: readonly number[], x: number, y: number, z: number, visit: (node: number) => void): void {
    const hierarchy = (this.#hierarchy ??= this.#buildHierarchy());
    const rows = (this.#rows ??= this.#describe());
    const seen: number[] = [];
    walkBoxes(
      hierarchy,
      (bounds, b) => isBoxOutside(beam, bounds, b),
      (slot) => {
        const image = hierarchy.itemOfSlot[slot];
        if (isSeen(rows, image, x, y, z)) seen.push(image);
      },
    );
    seen.sort((a, b) => a - b);
    for (const image of seen) visit(this.#nodes[image]);
  }

  /**
   * Visits the images that may light a facet, as far as a point sees them through their own mirrors.
   *
   * @param facet number of the facet
   * @param x the point, metres (likewise y, z)
   * @param visit receives nodes of the tree, by their mirrors
   */
  visitLights(facet: number, x: number, y: number, z: number, visit: (node: number) => void): void {
    const { offsets, images } = (this.#lighting ??= this.#findLighting());
    const rows = (this.#rows ??= this.#describe());
    for (let k = offsets[facet]; k < offsets[facet + 1]; k++) {
      if (isSeen(rows, images[k], x, y, z)) visit(this.#nodes[images[k]]);
    }
  }

  #describe(): Float64Array {
    const { planes } = this.#prepared.facets;
    const { facets, images, extents } = this.#tree;
    const rows = new Float64Array(ROW.size * this.#nodes.length);
    this.#nodes.forEach((node, i) => {
      const [x, y, z] = images.subarray(3 * node, 3 * node + 3);
      const plane = planes.subarray(4 * facets[node], 4 * facets[node] + 4);
      const r = ROW.size * i;
      rows.set([x, y, z, plane[0] * x + plane[1] * y + plane[2] * z - plane[3]], r + ROW.image);
      rows.set(plane, r + ROW.plane);
      rows.set(extents.subarray(6 * node, 6 * node + 6), r + ROW.extent);
    });
    return rows;
  }

  #buildHierarchy(): PreparedScene['facetHierarchy'] {
    const { images } = this.#tree;
    const boxes = new Float64Array(6 * this.#nodes.length);
    this.#nodes.forEach((node, i) => {
      const image = images.subarray(3 * node, 3 * node + 3);
      boxes.set(image, 6 * i);
      boxes.set(image, 6 * i + 3);
    });
    return buildHierarchy(boxes);
  }

  #findLighting(): Lighting {
    const { facetHierarchy, facets } = this.#prepared;
    const { facets: mirrors } = this.#tree;
    const offsets = new Uint32Array(facets.count + 1);
    const lit: Uint32Array[] = [];
    this.#nodes.forEach((node) => {
      const reached = Uint32Array.from(findInBeam(facetHierarchy, this.#beams.of(node)));
      lit.push(reached);
      for (const facet of reached) if (facet !== mirrors[node]) offsets[facet + 1]++;
    });
    for (let facet = 0; facet < facets.count; facet++) offsets[facet + 1] += offsets[facet];
    const next = offsets.slice(0, facets.count);
    const lights = new Uint32Array(offsets[facets.count]);
    lit.forEach((reached, i) => {
      for (const facet of reached) if (facet !== mirrors[this.#nodes[i]]) lights[next[facet]++] = i;
    });
    return { offsets, images: lights };
  }
}

/** Whether a point sees an image through its mirror, by the mirror's extent alone. */
function isSeen(rows: Float64Array, image: number, x: number, y: number, z: number): boolean {
  const r = ROW.size * image;
  const before =
    rows[r + ROW.plane] * x + rows[r + ROW.plane + 1] * y + rows[r + ROW.plane + 2] * z - rows[r + ROW.plane + 3];
  const behind = rows[r + ROW.height];
  if (behind > 0 === before > 0) return false;
  return passes(rows, r + ROW.extent, x, y, z, rows[r], rows[r + 1], rows[r + 2], before / (before - behind));
}
