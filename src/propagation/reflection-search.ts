/**
 * Finds the paths of reflections alone. The site's images in mirrors that the user sees are the candidates. Longer paths than
 * the site's tree holds meet in the middle: the user's image and the site's see each other through two mirrors.
 */
import { beamPlanes, passes } from './beams.ts';
import type { BeamIndex } from './beam-index.ts';
import type { Candidate } from './candidate.ts';
import { mirrorPoint, placeEnd, reflect } from './candidate.ts';
import type { ImageTree } from './image-tree.ts';
import type { MiddleImages, MiddleMirrors } from './middle-mirrors.ts';
import { MIRROR_ROW, type MirrorIndex } from './mirror-index.ts';
import { INTERACTION_CODE } from './path-table.ts';
import type { PreparedScene } from './prepared-scene.ts';
import type { View } from './view.ts';
import { findFacetsInBeam } from './visibility.ts';

/** What the search needs of a site. */
export interface SiteImages {
  readonly tree: ImageTree;
  readonly mirrors: MirrorIndex;
  /** Which images may light a place. */
  readonly beamIndex: Pick<BeamIndex, 'find'>;
  /** Images one generation deeper than the tree. */
  readonly middle: MiddleMirrors;
}

/** Receives the candidates of the site with a number: all vertices are written, no leg is tested. */
export type CandidateVisitor = (site: number, candidate: Candidate) => void;

/**
 * Finds the paths over the images of the sites' trees, the line of sight included.
 *
 * @param prepared the scene
 * @param sites of the same scene
 * @param maximumReflections longest path wanted
 * @param view of the user: only mirrors that it sees show anything
 * @param candidate work space; its first vertex is the user
 * @param visit called for each candidate
 */
export function findReflections(
  prepared: PreparedScene,
  sites: readonly SiteImages[],
  maximumReflections: number,
  view: View,
  candidate: Candidate,
  visit: CandidateVisitor,
): void {
  const { planes } = prepared.facets;
  const [x, y, z] = candidate.vertices;
  candidate.kinds.fill(INTERACTION_CODE.reflection);
  for (let site = 0; site < sites.length; site++) {
    const { tree, mirrors } = sites[site];
    candidate.order = 0;
    placeEnd(candidate, 1, tree.images[0], tree.images[1], tree.images[2]);
    visit(site, candidate);
    if (maximumReflections === 0) continue;
    const { offsets, nodes, sides, rows } = mirrors;
    for (const facet of view.facets) {
      const p = 4 * facet;
      const near = planes[p] * x + planes[p + 1] * y + planes[p + 2] * z - planes[p + 3];
      // Mirrors show what lies on their other side.
      if ((sides[facet] & (near > 0 ? 1 : 2)) === 0) continue;
      for (let i = offsets[facet]; i < offsets[facet + 1]; i++) {
        const r = MIRROR_ROW.size * i;
        const far = rows[r + MIRROR_ROW.height];
        if (near > 0 === far > 0) continue;
        const t = near / (near - far);
        const ix = rows[r];
        const iy = rows[r + 1];
        const iz = rows[r + 2];
        if (!passes(rows, r + MIRROR_ROW.extent, x, y, z, ix, iy, iz, t)) continue;
        if (view.hides(x + t * (ix - x), y + t * (iy - y), z + t * (iz - z))) continue;
        candidate.order = tree.orders[nodes[i]];
        if (unfoldToSite(prepared, tree, nodes[i], 0, true, candidate)) visit(site, candidate);
      }
    }
  }
}

/**
 * Writes the reflections of a path from a vertex to a site.
 *
 * @param prepared the scene
 * @param tree the site's images
 * @param leaf the image that the path heads for; 0 is the site itself
 * @param from number of the vertex where the path stands
 * @param strictly whether the vertex must stand off the first mirror's plane (see `reflect`)
 * @param candidate to write to
 * @returns false where the path misses a mirror
 */
export function unfoldToSite(
  prepared: PreparedScene,
  { parents, facets, images }: ImageTree,
  leaf: number,
  from: number,
  strictly: boolean,
  candidate: Candidate,
): boolean {
  let vertex = from;
  for (let node = leaf; node !== 0; node = parents[node]) {
    const i = 3 * node;
    const off = strictly && vertex === from;
    if (!reflect(prepared, candidate, vertex, facets[node], images[i], images[i + 1], images[i + 2], off)) return false;
    vertex++;
  }
  placeEnd(candidate, vertex + 1, images[0], images[1], images[2]);
  return true;
}

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
  sites: readonly SiteImages[],
  maximumReflections: number,
  candidate: Candidate,
  visit: CandidateVisitor,
): void {
  const lacking = sites.map(({ tree }) => maximumReflections - tree.depth);
  const images = new Float64Array(3 * Math.max(1, ...lacking));
  candidate.kinds.fill(INTERACTION_CODE.reflection);
  /** Tries the images of a site's deepest generation among some nodes. */
  const meet = (u: number, site: number, nodes: Uint32Array, from: number, to: number): void => {
    const { tree } = sites[site];
    const deepest = tree.generations[tree.depth];
    for (let i = from; i < to; i++) {
      const node = nodes[i];
      if (node < deepest || tree.facets[node] === userTree.facets[u]) continue;
      if (!seeEachOther(prepared, userTree, u, tree, node)) continue;
      candidate.order = userTree.orders[u] + tree.depth;
      const behind = tree.images.subarray(3 * node, 3 * node + 3);
      if (!unfoldFromUser(prepared, userTree, u, behind, images, candidate)) continue;
      if (unfoldToSite(prepared, tree, node, userTree.orders[u], false, candidate)) visit(site, candidate);
    }
  };
  const inTheMiddle = sites.filter((_, site) => lacking[site] > userTree.depth);
  if (inTheMiddle.length === 0) {
    for (let u = 1; u < userTree.count; u++) {
      const [x, y, z] = userTree.images.subarray(3 * u, 3 * u + 3);
      for (let site = 0; site < sites.length; site++) {
        if (lacking[site] < userTree.orders[u]) continue;
        const nodes = sites[site].beamIndex.find(x, y, z);
        meet(u, site, nodes, 0, nodes.length);
      }
    }
    return;
  }
  const reached = new Set<number>();
  for (let u = userTree.generations[userTree.depth]; u < userTree.count; u++) {
    for (const facet of findFacetsInBeam(prepared, beamOf(prepared, userTree, u))) reached.add(facet);
  }
  for (const { middle } of inTheMiddle) middle.lookUp(reached);
  for (let u = 1; u < userTree.count; u++) {
    const order = userTree.orders[u];
    for (const facet of findFacetsInBeam(prepared, beamOf(prepared, userTree, u))) {
      if (facet === userTree.facets[u]) continue;
      for (let site = 0; site < sites.length; site++) {
        if (lacking[site] < order) continue;
        const { tree, mirrors, middle } = sites[site];
        meet(u, site, mirrors.nodes, mirrors.deepest[facet], mirrors.offsets[facet + 1]);
        const mirrored = order === userTree.depth && lacking[site] > order ? middle.through(facet) : undefined;
        if (!mirrored) continue;
        findThroughMiddle(prepared, userTree, u, facet, mirrored, (node, behind) => {
          candidate.order = order + 1 + tree.orders[node];
          if (!unfoldFromUser(prepared, userTree, u, behind, images, candidate)) return;
          if (!reflect(prepared, candidate, order, facet, behind[0], behind[1], behind[2], false)) return;
          if (unfoldToSite(prepared, tree, node, order + 1, false, candidate)) visit(site, candidate);
        });
      }
    }
  }
}

function beamOf(prepared: PreparedScene, { images, facets, apertures }: ImageTree, node: number): number[] {
  const i = 3 * node;
  return beamPlanes(prepared, facets[node], images[i], images[i + 1], images[i + 2], apertures[node]);
}

/** Visits the site's images in a mirror that an image of the user may see through its own mirror. */
function findThroughMiddle(
  { facets, facetBoxes }: PreparedScene,
  userTree: ImageTree,
  u: number,
  facet: number,
  { nodes, images, heights }: MiddleImages,
  visit: (node: number, image: Float64Array) => void,
): void {
  const { planes } = facets;
  const ux = userTree.images[3 * u];
  const uy = userTree.images[3 * u + 1];
  const uz = userTree.images[3 * u + 2];
  const p = 4 * facet;
  const q = 4 * userTree.facets[u];
  const before = planes[p] * ux + planes[p + 1] * uy + planes[p + 2] * uz - planes[p + 3];
  const near = planes[q] * ux + planes[q + 1] * uy + planes[q + 2] * uz - planes[q + 3];
  for (let i = 0; i < nodes.length; i++) {
    const behind = heights[i];
    if (behind > 0 === before > 0) continue;
    const ix = images[3 * i];
    const iy = images[3 * i + 1];
    const iz = images[3 * i + 2];
    const far = planes[q] * ix + planes[q + 1] * iy + planes[q + 2] * iz - planes[q + 3];
    if (near > 0 === far > 0) continue;
    if (!passes(userTree.extents, 6 * u, ux, uy, uz, ix, iy, iz, near / (near - far))) continue;
    if (!passes(facetBoxes, 6 * facet, ux, uy, uz, ix, iy, iz, before / (before - behind))) continue;
    visit(nodes[i], Float64Array.of(ix, iy, iz));
  }
}

/** Whether the line between an image of the user and one of the site passes both mirrors' extents. */
function seeEachOther(
  { facets }: PreparedScene,
  userTree: ImageTree,
  u: number,
  tree: ImageTree,
  node: number,
): boolean {
  const { planes } = facets;
  const ux = userTree.images[3 * u];
  const uy = userTree.images[3 * u + 1];
  const uz = userTree.images[3 * u + 2];
  const ix = tree.images[3 * node];
  const iy = tree.images[3 * node + 1];
  const iz = tree.images[3 * node + 2];
  const q = 4 * userTree.facets[u];
  const near = planes[q] * ix + planes[q + 1] * iy + planes[q + 2] * iz - planes[q + 3];
  const far = planes[q] * ux + planes[q + 1] * uy + planes[q + 2] * uz - planes[q + 3];
  if (near > 0 === far > 0) return false;
  if (!passes(userTree.extents, 6 * u, ix, iy, iz, ux, uy, uz, near / (near - far))) return false;
  const p = 4 * tree.facets[node];
  const before = planes[p] * ux + planes[p + 1] * uy + planes[p + 2] * uz - planes[p + 3];
  const behind = planes[p] * ix + planes[p + 1] * iy + planes[p + 2] * iz - planes[p + 3];
  if (behind > 0 === before > 0) return false;
  return passes(tree.extents, 6 * node, ix, iy, iz, ux, uy, uz, behind / (behind - before));
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
