/** A sequence of interactions that may carry a path, while the tracer makes up its mind about it. */
import type { ImageTree } from './image-tree.ts';
import { INTERACTION_CODE } from './path-table.ts';
import type { PreparedScene } from './prepared-scene.ts';

/** Everything runs from the user to the site, as the image method unfolds it. */
export interface Candidate {
  /** Number of interactions, and so of interior vertices. */
  order: number;
  /** Code of each interaction (see `INTERACTION_CODE`) [order]. */
  readonly kinds: Uint8Array;
  /** Mirroring facets [order]. */
  readonly facets: Int32Array;
  /** Image of the site in all mirrors from here to the site [order, 3], metres. */
  readonly images: Float64Array;
  /** User, points of interaction, site [order + 2, 3], metres. */
  readonly vertices: Float64Array;
  /**
   * What the wave meets at each vertex [order + 2]: a triangle slot for reflection and transmission, an edge for
   * diffraction, a patch for scattering; the two ends hold nothing of meaning.
   */
  readonly elements: Int32Array;
}

/**
 * Room for one candidate.
 *
 * @param maximumReflections the most mirrors it will hold
 */
export function createCandidate(maximumReflections: number): Candidate {
  return {
    order: 0,
    kinds: new Uint8Array(maximumReflections).fill(INTERACTION_CODE.reflection),
    facets: new Int32Array(maximumReflections),
    images: new Float64Array(3 * maximumReflections),
    vertices: new Float64Array(3 * (maximumReflections + 2)),
    elements: new Int32Array(maximumReflections + 2),
  };
}

/** Writes the mirrors of one image of the site's tree. */
export function listMirrors(tree: ImageTree, leaf: number, candidate: Candidate): void {
  candidate.order = tree.orders[leaf];
  appendSiteMirrors(tree, leaf, candidate, 0);
}

/** Writes the mirrors from the user through its own tree to an image of the site's. */
export function listJoinedMirrors(
  { facets }: PreparedScene,
  siteTree: ImageTree,
  siteNode: number,
  userTree: ImageTree,
  userNode: number,
  candidate: Candidate,
): void {
  const userOrder = userTree.orders[userNode];
  candidate.order = userOrder + siteTree.orders[siteNode];
  appendSiteMirrors(siteTree, siteNode, candidate, userOrder);
  // The user's deepest mirror is the one next to the site's images: each mirrors the image of the one behind it.
  let node = userNode;
  let [x, y, z] = siteTree.images.subarray(3 * siteNode, 3 * siteNode + 3);
  for (let mirror = userOrder - 1; mirror >= 0; mirror--) {
    const facet = userTree.facets[node];
    const p = 4 * facet;
    const nx = facets.planes[p];
    const ny = facets.planes[p + 1];
    const nz = facets.planes[p + 2];
    const distance = nx * x + ny * y + nz * z - facets.planes[p + 3];
    x -= 2 * distance * nx;
    y -= 2 * distance * ny;
    z -= 2 * distance * nz;
    candidate.facets[mirror] = facet;
    candidate.images[3 * mirror] = x;
    candidate.images[3 * mirror + 1] = y;
    candidate.images[3 * mirror + 2] = z;
    node = userTree.parents[node];
  }
}

function appendSiteMirrors(tree: ImageTree, leaf: number, candidate: Candidate, start: number): void {
  let mirror = start;
  for (let node = leaf; node !== 0; node = tree.parents[node]) {
    candidate.facets[mirror] = tree.facets[node];
    candidate.images[3 * mirror] = tree.images[3 * node];
    candidate.images[3 * mirror + 1] = tree.images[3 * node + 1];
    candidate.images[3 * mirror + 2] = tree.images[3 * node + 2];
    mirror++;
  }
}
