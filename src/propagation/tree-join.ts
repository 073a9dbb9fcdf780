/**
 * Finds the paths of more reflections than a site's tree holds: they meet in the middle. An image of the user and one of the
 * site see each other through two mirrors, or through a third between them.
 */
import { beamPlanes, passes } from './beams.ts';
import type { Candidate } from './candidate.ts';
import { mirrorPoint, reflect } from './candidate.ts';
import type { DeepestImages } from './deepest-images.ts';
import { heightOver } from './facets.ts';
import type { ImageTree } from './image-tree.ts';
import { INTERACTION_CODE } from './path-table.ts';
import type { PreparedScene } from './prepared-scene.ts';
import type { CandidateVisitor } from './reflection-search.ts';
import { unfoldToSite } from './reflection-search.ts';
import { findFacetsInBeam } from './visibility.ts';

/** What the search needs of a site. */
export interface JoinableSite {
  readonly tree: ImageTree;
  readonly deepest: DeepestImages;
}

const middle = new Float64Array(3);
const behind = new Float64Array(3);

/**
 * Finds the paths that are longer than a site's tree is deep.
 *
 * @param prepared the scene
 * @param userTree images of the user; with one mirror in the middle, deep enough for what the sites' trees lack
 * @param sites of the same scene
 * @param maximumReflections longest path wanted
 * @param candidate work space; its first vertex is the user
 * @param visit called for each candidate
 */
export function joinTrees(
  prepared: PreparedScene,
  userTree: ImageTree,
  sites: readonly JoinableSite[],
  maximumReflections: number,
  candidate: Candidate,
  visit: CandidateVisitor,
): void {
  const { facets, bvh } = prepared;
  const lacking = sites.map(({ tree }) => maximumReflections - tree.depth);
  const images = new Float64Array(3 * Math.max(1, ...lacking));
  candidate.kinds.fill(INTERACTION_CODE.reflection);
  /** Images of the user's deepest generation that light each facet. */
  const lit = new Map<number, number[]>();
  /** Tries the paths over a mirror in the middle. */
  const meetIn = (u: number, facet: number): void => {
    const order = userTree.orders[u];
    const k = 3 * u;
    mirrorPoint(prepared, facet, userTree.images[k], userTree.images[k + 1], userTree.images[k + 2], middle);
    for (let site = 0; site < sites.length; site++) {
      if (lacking[site] <= order) continue;
      const { tree, deepest } = sites[site];
      deepest.visitLights(facet, middle[0], middle[1], middle[2], (node) => {
        const i = 3 * node;
        const height = heightOver(facets.planes, facet, tree.images[i], tree.images[i + 1], tree.images[i + 2]);
        if (Math.abs(height) <= bvh.tolerance) return;
        mirrorPoint(prepared, facet, tree.images[i], tree.images[i + 1], tree.images[i + 2], behind);
        if (!seesThroughMiddle(prepared, userTree, u, facet, behind)) return;
        candidate.order = order + 1 + tree.depth;
        if (!unfoldFromUser(prepared, userTree, u, behind, images, candidate)) return;
        if (!reflect(prepared, candidate, order, facet, behind[0], behind[1], behind[2], false)) return;
        if (unfoldToSite(prepared, tree, node, order + 1, false, candidate)) visit(site, candidate);
      });
    }
  };
  for (let u = 1; u < userTree.count; u++) {
    const order = userTree.orders[u];
    const mirror = userTree.facets[u];
    const [x, y, z] = userTree.images.subarray(3 * u, 3 * u + 3);
    const beam = beamPlanes(prepared, mirror, x, y, z, userTree.apertures[u]);
    sites.forEach(({ tree, deepest }, site) => {
      if (lacking[site] < order) return;
      deepest.visitInBeam(beam, x, y, z, (node) => {
        const image = tree.images.subarray(3 * node, 3 * node + 3);
        if (tree.facets[node] === mirror || !seesThrough(prepared, userTree, u, image)) return;
        candidate.order = order + tree.depth;
        if (!unfoldFromUser(prepared, userTree, u, image, images, candidate)) return;
        if (unfoldToSite(prepared, tree, node, order, false, candidate)) visit(site, candidate);
      });
    });
    if (order < userTree.depth || !lacking.some((count) => count > order)) continue;
    for (const facet of findFacetsInBeam(prepared, beam)) {
      if (facet === mirror || Math.abs(heightOver(facets.planes, facet, x, y, z)) <= bvh.tolerance) continue;
      const known = lit.get(facet);
      if (known) known.push(u);
      else lit.set(facet, [u]);
    }
  }
  // Facet by facet: what lights one from the sites' side is then at hand for all of the user's images.
  for (const [facet, nodes] of lit) {
    for (const u of nodes) meetIn(u, facet);
  }
}

/** Whether the line from an image of the user to a point passes the extent of the image's mirror. */
function seesThrough({ facets }: PreparedScene, userTree: ImageTree, u: number, point: Float64Array): boolean {
  const { planes } = facets;
  const k = 3 * u;
  const ux = userTree.images[k];
  const uy = userTree.images[k + 1];
  const uz = userTree.images[k + 2];
  const near = heightOver(planes, userTree.facets[u], ux, uy, uz);
  const far = heightOver(planes, userTree.facets[u], point[0], point[1], point[2]);
  if (near > 0 === far > 0) return false;
  return passes(userTree.extents, 6 * u, ux, uy, uz, point[0], point[1], point[2], near / (near - far));
}

/** The same, and whether the line then may pass a facet. */
function seesThroughMiddle(
  prepared: PreparedScene,
  userTree: ImageTree,
  u: number,
  facet: number,
  point: Float64Array,
): boolean {
  const { facets, facetBoxes } = prepared;
  const k = 3 * u;
  const ux = userTree.images[k];
  const uy = userTree.images[k + 1];
  const uz = userTree.images[k + 2];
  const [x, y, z] = point;
  const before = heightOver(facets.planes, facet, ux, uy, uz);
  const beyond = heightOver(facets.planes, facet, x, y, z);
  if (beyond > 0 === before > 0 || !seesThrough(prepared, userTree, u, point)) return false;
  return passes(facetBoxes, 6 * facet, ux, uy, uz, x, y, z, before / (before - beyond));
}

/** Writes the reflections in the user's mirrors on the way to an image behind them; false where the path misses one. */
function unfoldFromUser(
  prepared: PreparedScene,
  userTree: ImageTree,
  leaf: number,
  target: Float64Array,
  images: Float64Array,
  candidate: Candidate,
): boolean {
  const userOrder = userTree.orders[leaf];
  // The user's deepest mirror is the one next to the site's images: each mirrors the image of the one behind it.
  let behind = target;
  let mirror = leaf;
  for (let k = userOrder - 1; k >= 0; k--) {
    const image = images.subarray(3 * k, 3 * k + 3);
    mirrorPoint(prepared, userTree.facets[mirror], behind[0], behind[1], behind[2], image);
    behind = image;
    mirror = userTree.parents[mirror];
  }
  for (let k = 0; k < userOrder; k++) {
    mirror = ancestor(userTree, leaf, userOrder - 1 - k);
    const facet = userTree.facets[mirror];
    if (!reflect(prepared, candidate, k, facet, images[3 * k], images[3 * k + 1], images[3 * k + 2], k === 0)) {
      return false;
    }
  }
  return true;
}

function ancestor({ parents }: ImageTree, node: number, steps: number): number {
  let at = node;
  for (let step = 0; step < steps; step++) at = parents[at];
  return at;
}
