/** Finds the paths of reflections alone, as far as the sites' trees go: of the images in the mirrors that a user sees. */
import { passes } from './beams.ts';
import type { Candidate } from './candidate.ts';
import { placeEnd, reflect } from './candidate.ts';
import { heightOver } from './facets.ts';
import type { ImageTree } from './image-tree.ts';
import { MIRROR_ROW, type MirrorIndex } from './mirror-index.ts';
import { INTERACTION_CODE } from './path-table.ts';
import type { PreparedScene } from './prepared-scene.ts';
import type { View } from './view.ts';

/** What the search needs of a site. */
export interface SiteImages {
  readonly tree: ImageTree;
  readonly mirrors: MirrorIndex;
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
      const near = heightOver(planes, facet, x, y, z);
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
