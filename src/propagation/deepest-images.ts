/** The images of a tree's deepest generation: which are seen in the direction of a beam, and which light a facet. */
import { passes } from './beams.ts';
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
  #rows = new Float64Array();

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
   * The images that may lie in a beam.
   *
   * @param beam half spaces a·p ≥ b, four numbers each
   * @returns nodes of the tree, by their mirrors
   */
  find(beam: readonly number[]): number[] {
    this.#hierarchy ??= this.#buildHierarchy();
    return findInBeam(this.#hierarchy, beam)
      .sort((a, b) => a - b)
      .map((i) => this.#nodes[i]);
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
    const rows = this.#rows;
    for (let k = offsets[facet]; k < offsets[facet + 1]; k++) {
      const r = ROW.size * images[k];
      const before = rows[r + 4] * x + rows[r + 5] * y + rows[r + 6] * z - rows[r + 7];
      const behind = rows[r + ROW.height];
      if (behind > 0 === before > 0) continue;
      const t = before / (before - behind);
      if (passes(rows, r + ROW.extent, x, y, z, rows[r], rows[r + 1], rows[r + 2], t)) visit(this.#nodes[images[k]]);
    }
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
    const { facets: mirrors, images, extents } = this.#tree;
    const { planes } = facets;
    this.#rows = new Float64Array(ROW.size * this.#nodes.length);
    const offsets = new Uint32Array(facets.count + 1);
    const lit: Uint32Array[] = [];
    this.#nodes.forEach((node, i) => {
      const mirror = mirrors[node];
      const [x, y, z] = images.subarray(3 * node, 3 * node + 3);
      const plane = planes.subarray(4 * mirror, 4 * mirror + 4);
      const r = ROW.size * i;
      this.#rows.set([x, y, z, plane[0] * x + plane[1] * y + plane[2] * z - plane[3]], r);
      this.#rows.set(plane, r + ROW.plane);
      this.#rows.set(extents.subarray(6 * node, 6 * node + 6), r + ROW.extent);
      const reached = Uint32Array.from(findInBeam(facetHierarchy, this.#beams.of(node)));
      lit.push(reached);
      for (const facet of reached) if (facet !== mirror) offsets[facet + 1]++;
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
