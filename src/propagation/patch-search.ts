/** Finds the paths that one patch scatters from the site to the user. */
import type { Candidate } from './candidate.ts';
import { placeEnd } from './candidate.ts';
import { heightOver } from './facets.ts';
import type { ImageTree } from './image-tree.ts';
import { LegTester } from './legs.ts';
import type { PatchTable } from './patches.ts';
import { INTERACTION_CODE } from './path-table.ts';
import type { PreparedScene } from './prepared-scene.ts';
import type { CandidateVisitor } from './reflection-search.ts';

/** The patches that a site sees, by facet. */
export interface PatchIndex {
  readonly patches: PatchTable;
  /** Start of each facet's patches [F + 1]. */
  readonly offsets: Uint32Array;
  /** Patches in sight of the site, each with a clear way to it [P]. */
  readonly seen: Uint32Array;
}

/**
 * Finds the patches that a site sees.
 *
 * @param prepared the scene
 * @param tree the site's images, one generation at least
 * @param patches of the scene
 */
export function indexPatches(prepared: PreparedScene, tree: ImageTree, patches: PatchTable): PatchIndex {
  const { facets, bvh } = prepared;
  const inSight = new Uint8Array(facets.count);
  for (let node = tree.generations[1]; node < tree.generations[2]; node++) inSight[tree.facets[node]] = 1;
  const legs = new LegTester(prepared);
  const leg = { vertices: new Float64Array(6), faces: new Int32Array(4).fill(-1) };
  const [x, y, z] = tree.images;
  leg.vertices.set([x, y, z]);
  const lists: number[][] = Array.from({ length: facets.count }, () => []);
  for (let patch = 0; patch < patches.count; patch++) {
    const facet = patches.facets[patch];
    if (inSight[facet] === 0 || Math.abs(heightOver(facets.planes, facet, x, y, z)) <= bvh.tolerance) continue;
    leg.vertices.set(patches.centres.subarray(3 * patch, 3 * patch + 3), 3);
    leg.faces[2] = facet;
    if (legs.isClear(leg.vertices, leg.faces, 0)) lists[facet].push(patch);
  }
  const offsets = new Uint32Array(facets.count + 1);
  lists.forEach((list, facet) => (offsets[facet + 1] = offsets[facet] + list.length));
  return { patches, offsets, seen: Uint32Array.from(lists.flat()) };
}

/**
 * Finds the paths over one patch. Both ends stand on the same side of it; the way to the site is known to be clear.
 *
 * @param prepared the scene
 * @param userTree images of the user, one generation at least: the facets in its sight
 * @param sites their images and patches
 * @param candidate work space; its first vertex is the user
 * @param legs of the scene
 * @param visit called for each path, whose legs are clear
 */
export function findScattering(
  prepared: PreparedScene,
  userTree: ImageTree,
  sites: readonly { readonly tree: ImageTree; readonly patchIndex: PatchIndex | null }[],
  candidate: Candidate,
  legs: LegTester,
  visit: CandidateVisitor,
): void {
  const { planes } = prepared.facets;
  const { tolerance } = prepared.bvh;
  const [x, y, z] = userTree.images;
  candidate.order = 1;
  candidate.kinds[0] = INTERACTION_CODE.scattering;
  sites.forEach(({ tree, patchIndex }, site) => {
    if (!patchIndex) return;
    const { patches, offsets, seen } = patchIndex;
    const [siteX, siteY, siteZ] = tree.images;
    placeEnd(candidate, 2, siteX, siteY, siteZ);
    for (let u = userTree.generations[1]; u < userTree.generations[2]; u++) {
      const facet = userTree.facets[u];
      const height = heightOver(planes, facet, x, y, z);
      if (Math.abs(height) <= tolerance || height > 0 !== heightOver(planes, facet, siteX, siteY, siteZ) > 0) continue;
      candidate.faces[2] = facet;
      candidate.faces[3] = -1;
      for (let i = offsets[facet]; i < offsets[facet + 1]; i++) {
        candidate.vertices.set(patches.centres.subarray(3 * seen[i], 3 * seen[i] + 3), 3);
        candidate.elements[1] = seen[i];
        if (legs.isClear(candidate.vertices, candidate.faces, 0)) visit(site, candidate);
      }
    }
  });
}
