/** A site's images, by the mirror that they are seen through: whoever sees a mirror asks only for what it shows. */
import type { ImageTree } from './image-tree.ts';

/** Nodes of an image tree sorted by their mirror, and by their order within a mirror. */
export interface MirrorIndex {
  /** Start of each facet's nodes [F + 1]. */
  readonly offsets: Uint32Array;
  /** Start of each facet's nodes of the tree's deepest generation [F]; they end where the facet's nodes end. */
  readonly deepest: Uint32Array;
  /** All nodes but the root [N − 1]. */
  readonly nodes: Uint32Array;
}

/**
 * Sorts a tree's nodes by their mirrors.
 *
 * @param tree grown by `growImageTree`
 * @param facetCount facets of the scene
 */
export function indexMirrors(tree: ImageTree, facetCount: number): MirrorIndex {
  const offsets = new Uint32Array(facetCount + 1);
  for (let node = 1; node < tree.count; node++) offsets[tree.facets[node] + 1]++;
  for (let facet = 0; facet < facetCount; facet++) offsets[facet + 1] += offsets[facet];
  const next = offsets.slice(0, facetCount);
  const deepest = next.slice();
  const nodes = new Uint32Array(tree.count - 1);
  const deepestFrom = tree.depth > 0 ? tree.generations[tree.depth] : tree.count;
  // Nodes are numbered generation by generation, so a facet's nodes come out sorted by order.
  for (let node = 1; node < tree.count; node++) {
    const facet = tree.facets[node];
    nodes[next[facet]++] = node;
    if (node < deepestFrom) deepest[facet] = next[facet];
  }
  return { offsets, deepest, nodes };
}
