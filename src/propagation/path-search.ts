/** Finds the paths between sites and a user: trees of images and lists of edges propose, geometry and occlusion decide. */
import type { Vector3 } from '../scene/scene.ts';
import type { Candidate } from './candidate.ts';
import { createCandidate, placeEnd } from './candidate.ts';
import type { DeepestImages } from './deepest-images.ts';
import type { EdgeIndex } from './edge-index.ts';
import { findDiffractions, findDiffractionsOfImages, findMirroredDiffractions } from './edge-search.ts';
import type { ImageTree } from './image-tree.ts';
import { growImageTree } from './image-tree.ts';
import { LegTester } from './legs.ts';
import type { MirrorIndex } from './mirror-index.ts';
import type { PatchIndex } from './patch-search.ts';
import { findScattering } from './patch-search.ts';
import type { PreparedScene } from './prepared-scene.ts';
import type { CandidateVisitor } from './reflection-search.ts';
import { findReflections } from './reflection-search.ts';
import type { TraceOptions } from './trace-options.ts';
import { Skyline } from './skyline.ts';
import { goThrough } from './transmissions.ts';
import { joinTrees } from './tree-join.ts';
import { lookAround } from './view.ts';

/** What the search needs of a site. */
export interface SearchableSite {
  readonly tree: ImageTree;
  readonly mirrors: MirrorIndex;
  readonly deepest: DeepestImages;
  /** Edges that the site may see. */
  readonly edgeIndex: EdgeIndex;
  /** Patches that the site sees, or null where nothing scatters. */
  readonly patchIndex: PatchIndex | null;
}

/** Shadows cast from a user. */
const SHADOWS = 96;
/** How often facets that a user sees are halved to find them hidden, where images are mirrored on in them. */
const HALVINGS = 2;

/**
 * Finds all paths; a path may be found more than once where surfaces overlap.
 *
 * @param prepared the scene
 * @param sites of that scene, searchable for what the options ask
 * @param user metres
 * @param options what to search for
 * @param visit receives the number of a site and a path to it; the path is valid during the call
 */
export function searchPaths(
  prepared: PreparedScene,
  sites: readonly SearchableSite[],
  user: Vector3,
  options: Pick<TraceOptions, 'maximumReflections' | 'maximumTransmissions' | 'diffraction'>,
  visit: (site: number, path: Candidate) => void,
): void {
  const { maximumReflections, maximumTransmissions: layers, diffraction } = options;
  const [x, y, z] = user;
  // A skyline hides for certain, but what can be looked through must be counted.
  const view = layers > 0 ? lookAround(prepared, x, y, z, SHADOWS, layers) : new Skyline(prepared, x, y, z);
  const legs = new LegTester(prepared);
  const candidate = createCandidate(Math.max(maximumReflections, 2));
  const through = createCandidate(Math.max(maximumReflections, 2) + layers);
  placeEnd(candidate, 0, x, y, z);
  const examine: CandidateVisitor = (site) => {
    if (layers > 0) {
      if (goThrough(legs, candidate, layers, through)) visit(site, through);
      return;
    }
    for (let leg = 0; leg <= candidate.order; leg++) {
      if (!legs.isClear(candidate.vertices, candidate.faces, leg)) return;
    }
    visit(site, candidate);
  };
  findReflections(prepared, sites, maximumReflections, view, candidate, examine);
  if (diffraction !== 'none') findDiffractions(prepared, view, sites, candidate, legs, examine);
  const mirrored = diffraction === 'edge-and-reflection';
  const lacking = Math.max(...sites.map(({ tree }) => maximumReflections - tree.depth));
  const scatters = sites.some(({ patchIndex }) => patchIndex !== null);
  if (!mirrored && lacking <= 0 && !scatters) return;
  // One mirror in the middle takes the place of the user's last generation.
  const userTree = growImageTree(prepared, x, y, z, Math.max(lacking - 1, 1), {
    nodeLimit: Infinity,
    view,
    halvings: lacking > 0 ? HALVINGS : -1,
    layers,
  });
  if (lacking > 0) joinTrees(prepared, userTree, sites, maximumReflections, candidate, examine);
  if (mirrored) {
    findDiffractionsOfImages(prepared, view, sites, candidate, examine);
    findMirroredDiffractions(prepared, userTree, sites, candidate, examine);
  }
  if (scatters) findScattering(prepared, userTree, sites, candidate, legs, visit);
}
