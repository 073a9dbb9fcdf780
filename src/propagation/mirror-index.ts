/** A site's images, by the mirror that they are seen through: whoever sees a mirror asks only for what it shows. */
import { heightOver, type FacetTable } from './facets.ts';
import type { ImageTree } from './image-tree.ts';

/** Numbers of a node in `MirrorIndex.rows`. */
export const MIRROR_ROW = { image: 0, height: 3, extent: 4, size: 10 } as const;

/** Nodes of an image tree sorted by their mirror, and by their order within a mirror. */
export interface MirrorIndex {
  /** Start of each facet's nodes [F + 1]. */
  readonly offsets: Uint32Array;
  /** All nodes but the root [N − 1]. */
  readonly nodes: Uint32Array;
  /** Where each facet's images lie: bit 0 for some below its plane, bit 1 for some above [F]. */
  readonly sides: Uint8Array;
  /**
   * What the search asks of each of them, side by side since every user asks it of all that a mirror shows: the image, its
   * signed height over the mirror's plane, and the extent that it is seen through [N − 1, 10], metres.
   */
  readonly rows: Float64Array;
}

/**
 * Sorts a tree's nodes by their mirrors.
 *
 * @param tree grown by `growImageTree`
 * @param facets of the scene
 */
export function indexMirrors(tree: ImageTree, { count: facetCount, planes }: FacetTable): MirrorIndex {
  const offsets = new Uint32Array(facetCount + 1);
  for (let node = 1; node < tree.count; node++) offsets[tree.facets[node] + 1]++;
  for (let facet = 0; facet < facetCount; facet++) offsets[facet + 1] += offsets[facet];
  const next = offsets.slice(0, facetCount);
  const nodes = new Uint32Array(tree.count - 1);
  // Nodes are numbered generation by generation, so a facet's nodes come out sorted by order.
  for (let node = 1; node < tree.count; node++) {
    const facet = tree.facets[node];
    nodes[next[facet]++] = node;
  }
  const sides = new Uint8Array(facetCount);
  const rows = new Float64Array(MIRROR_ROW.size * nodes.length);
  nodes.forEach((node, i) => {
    const r = MIRROR_ROW.size * i;
    const [x, y, z] = tree.images.subarray(3 * node, 3 * node + 3);
    const height = heightOver(planes, tree.facets[node], x, y, z);
    sides[tree.facets[node]] |= height > 0 ? 2 : 1;
    rows.set([x, y, z, height], r + MIRROR_ROW.image);
    rows.set(tree.extents.subarray(6 * node, 6 * node + 6), r + MIRROR_ROW.extent);
  });
  return { offsets, nodes, sides, rows };
}
