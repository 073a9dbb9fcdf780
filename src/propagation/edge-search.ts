/**
 * Finds the paths that are diffracted once: at an edge alone, or with one reflection on the way from the site to the edge or
 * from the edge to the user.
 */
import { beamPlanes, passes } from './beams.ts';
import type { Candidate } from './candidate.ts';
import { mirrorPoint, placeEnd, reflect } from './candidate.ts';
import type { EdgeIndex } from './edge-index.ts';
import { heightOver } from './facets.ts';
import type { ImageTree } from './image-tree.ts';
import type { LegTester } from './legs.ts';
import { INTERACTION_CODE } from './path-table.ts';
import type { PreparedScene } from './prepared-scene.ts';
import type { CandidateVisitor } from './reflection-search.ts';
import { unfoldToSite } from './reflection-search.ts';
import type { View } from './view.ts';
import { diffractionPoint, isInOpen, locateAtEdge } from './wedges.ts';

/** What the search needs of a site. */
export interface SiteEdges {
  readonly tree: ImageTree;
  readonly edgeIndex: EdgeIndex;
}

const place = new Float64Array(2);
const image = new Float64Array(3);

/**
 * Finds the paths with one diffraction and nothing else.
 *
 * @param prepared the scene
 * @param view of the user
 * @param sites of the same scene
 * @param candidate work space; its first vertex is the user
 * @param legs of the scene
 * @param visit called for each candidate
 */
export function findDiffractions(
  prepared: PreparedScene,
  view: View,
  sites: readonly SiteEdges[],
  candidate: Candidate,
  legs: LegTester,
  visit: CandidateVisitor,
): void {
  const { edges, bvh } = prepared;
  const [x, y, z] = candidate.vertices;
  candidate.kinds[0] = INTERACTION_CODE.diffraction;
  candidate.order = 1;
  for (const edge of view.edges()) {
    if (!isInOpen(edges, edge, x, y, z, bvh.tolerance)) continue;
    locateAtEdge(edges, edge, x, y, z, place);
    const [along, from] = place;
    for (let site = 0; site < sites.length; site++) {
      const { tree, edgeIndex } = sites[site];
      const row = edgeIndex.rowOf(edge);
      if (row < 0) continue;
      const at = edgeIndex.findPoint(row, along, from);
      if (!(at >= 0)) continue;
      const share = at / edges.lengths[edge];
      if (edgeIndex.isKnown(row, share) && !edgeIndex.sees(row, share)) continue;
      placeOnEdge(prepared, candidate, 1, edge, at);
      if (view.hides(candidate.vertices[3], candidate.vertices[4], candidate.vertices[5])) continue;
      placeEnd(candidate, 2, tree.images[0], tree.images[1], tree.images[2]);
      if (!edgeIndex.isKnown(row, share)) {
        // To look at an edge costs more than a ray: only one that a user sees is worth it.
        if (!legs.isClear(candidate.vertices, candidate.faces, 0)) continue;
        if (!edgeIndex.sees(row, share)) continue;
      }
      visit(site, candidate);
    }
  }
}

/**
 * Finds the paths with one reflection between the edge and the site.
 *
 * @param prepared the scene
 * @param view of the user
 * @param sites of the same scene
 * @param candidate work space; its first vertex is the user
 * @param visit called for each candidate
 */
export function findDiffractionsOfImages(
  prepared: PreparedScene,
  view: View,
  sites: readonly SiteEdges[],
  candidate: Candidate,
  visit: CandidateVisitor,
): void {
  const { edges, bvh } = prepared;
  const [x, y, z] = candidate.vertices;
  candidate.kinds[0] = INTERACTION_CODE.diffraction;
  candidate.kinds[1] = INTERACTION_CODE.reflection;
  candidate.order = 2;
  const open = view.edges().filter((edge) => isInOpen(edges, edge, x, y, z, bvh.tolerance));
  for (const { edgeIndex } of sites) edgeIndex.lookUp(open);
  for (const edge of open) {
    locateAtEdge(edges, edge, x, y, z, place);
    const [along, from] = place;
    for (let site = 0; site < sites.length; site++) {
      const { tree, edgeIndex } = sites[site];
      const sources = edgeIndex.mirrored(edge);
      for (let i = 0; i < sources.nodes.length; i++) {
        const at = diffractionPoint(along, from, sources.along[i], sources.from[i]);
        if (!(at >= 0 && at <= edges.lengths[edge])) continue;
        if (!edgeIndex.seesMirrored(edge, sources, i, at / edges.lengths[edge])) continue;
        placeOnEdge(prepared, candidate, 1, edge, at);
        if (unfoldToSite(prepared, tree, sources.nodes[i], 1, true, candidate)) visit(site, candidate);
      }
    }
  }
}

/**
 * Finds the paths with one reflection between the user and the edge.
 *
 * @param prepared the scene
 * @param userTree images of the user, one generation at least
 * @param sites of the same scene
 * @param candidate work space; its first vertex is the user
 * @param visit called for each candidate
 */
export function findMirroredDiffractions(
  prepared: PreparedScene,
  userTree: ImageTree,
  sites: readonly SiteEdges[],
  candidate: Candidate,
  visit: CandidateVisitor,
): void {
  const { edges, bvh } = prepared;
  const { planes } = prepared.facets;
  candidate.kinds[0] = INTERACTION_CODE.reflection;
  candidate.kinds[1] = INTERACTION_CODE.diffraction;
  candidate.order = 2;
  for (let u = userTree.generations[1]; u < userTree.generations[2]; u++) {
    const mirror = userTree.facets[u];
    const ux = userTree.images[3 * u];
    const uy = userTree.images[3 * u + 1];
    const uz = userTree.images[3 * u + 2];
    const beam = beamPlanes(prepared, mirror, ux, uy, uz, userTree.apertures[u]);
    const behind = heightOver(planes, mirror, ux, uy, uz);
    for (let site = 0; site < sites.length; site++) {
      const { tree, edgeIndex } = sites[site];
      for (const row of edgeIndex.findInBeam(beam)) {
        const edge = edgeIndex.edges[row];
        locateAtEdge(edges, edge, ux, uy, uz, place);
        const at = edgeIndex.findPoint(row, place[0], place[1]);
        if (!(at >= 0)) continue;
        if (edges.facets[2 * edge] === mirror || edges.facets[2 * edge + 1] === mirror) continue;
        const qx = edges.starts[3 * edge] + at * edges.directions[3 * edge];
        const qy = edges.starts[3 * edge + 1] + at * edges.directions[3 * edge + 1];
        const qz = edges.starts[3 * edge + 2] + at * edges.directions[3 * edge + 2];
        const before = heightOver(planes, mirror, qx, qy, qz);
        if (behind > 0 === before > 0) continue;
        if (!passes(userTree.extents, 6 * u, ux, uy, uz, qx, qy, qz, behind / (behind - before))) continue;
        if (!isInOpen(edges, edge, ux, uy, uz, bvh.tolerance)) continue;
        if (!edgeIndex.sees(row, at / edges.lengths[edge])) continue;
        mirrorPoint(prepared, mirror, qx, qy, qz, image);
        if (!reflect(prepared, candidate, 0, mirror, image[0], image[1], image[2], true)) continue;
        placeOnEdge(prepared, candidate, 2, edge, at);
        placeEnd(candidate, 3, tree.images[0], tree.images[1], tree.images[2]);
        visit(site, candidate);
      }
    }
  }
}

function placeOnEdge(
  { edges }: PreparedScene,
  { vertices, elements, faces }: Candidate,
  vertex: number,
  edge: number,
  at: number,
): void {
  for (let axis = 0; axis < 3; axis++) {
    vertices[3 * vertex + axis] = edges.starts[3 * edge + axis] + at * edges.directions[3 * edge + axis];
  }
  elements[vertex] = edge;
  faces[2 * vertex] = edges.facets[2 * edge];
  faces[2 * vertex + 1] = edges.facets[2 * edge + 1];
}
