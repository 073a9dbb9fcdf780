/** The edges that a site sees, straight or in one mirror: what its diffracted paths can pass on the way to a user. */
import { beamPlanes, clipSegment } from './beams.ts';
import type { ImageTree } from './image-tree.ts';
import type { PreparedScene } from './prepared-scene.ts';
import { castShadows } from './shadows.ts';
import type { DiffractionMode } from './trace-options.ts';
import { findEdges, isHidden } from './visibility.ts';
import { isInOpen, locateAtEdge } from './wedges.ts';

/** Edges are looked at in this many equal pieces; each is seen or hidden on its own. */
export const EDGE_PIECES = 8;

/** Pairs of an edge and an image of the site that may see it, sorted by edge. */
export interface EdgeIndex {
  /** Start of each edge's pairs [E + 1]. */
  readonly offsets: Uint32Array;
  /** Node of the site's image tree [P]: 0 is the site itself and comes first, the others are of one reflection. */
  readonly nodes: Uint32Array;
  /** Distance of the image along the edge [P], metres. */
  readonly along: Float64Array;
  /** Distance of the image from the edge's line [P], metres. */
  readonly from: Float64Array;
  /** One bit for each piece of the edge that the image may see [P]. */
  readonly pieces: Uint8Array;
}

/**
 * Finds the edges that a site may see.
 *
 * @param prepared the scene
 * @param tree the site's images
 * @param diffraction whether to look at edges at all, and into single mirrors, too
 * @param layers surfaces that a ray may go through; any at all, and nothing hides
 */
export function indexEdges(
  prepared: PreparedScene,
  tree: ImageTree,
  diffraction: DiffractionMode,
  layers: number,
): EdgeIndex {
  const { edges, bvh } = prepared;
  const pairs: { readonly edge: number; readonly node: number; readonly pieces: number }[] = [];
  const [x, y, z] = tree.images;
  const shadows = castShadows(prepared, x, y, z, SHADOWS, layers);
  const consider = (edge: number, node: number, beam: readonly number[]): void => {
    const ix = tree.images[3 * node];
    const iy = tree.images[3 * node + 1];
    const iz = tree.images[3 * node + 2];
    const mirror = node === 0 ? -1 : tree.facets[node];
    if (mirror >= 0 && (edges.facets[2 * edge] === mirror || edges.facets[2 * edge + 1] === mirror)) return;
    if (!isInOpen(edges, edge, ix, iy, iz, bvh.tolerance)) return;
    const pieces = lookAtPieces(prepared, edge, ix, iy, iz, mirror, beam, layers === 0);
    if (pieces !== 0) pairs.push({ edge, node, pieces });
  };
  if (diffraction !== 'none') {
    for (const edge of findEdges(prepared, { beam: [], shadows, layers })) consider(edge, 0, []);
  }
  if (diffraction === 'edge-and-reflection') {
    for (let node = 1; node < tree.generations[2]; node++) {
      const [ix, iy, iz] = tree.images.subarray(3 * node, 3 * node + 3);
      const beam = beamPlanes(prepared, tree.facets[node], ix, iy, iz, tree.apertures[node]);
      for (const edge of findEdges(prepared, { beam, shadows: null, layers })) consider(edge, node, beam);
    }
  }
  pairs.sort((a, b) => a.edge - b.edge || a.node - b.node);
  const offsets = new Uint32Array(edges.count + 1);
  const along = new Float64Array(pairs.length);
  const from = new Float64Array(pairs.length);
  const place = new Float64Array(2);
  pairs.forEach(({ edge, node }, pair) => {
    offsets[edge + 1]++;
    locateAtEdge(edges, edge, tree.images[3 * node], tree.images[3 * node + 1], tree.images[3 * node + 2], place);
    [along[pair], from[pair]] = place;
  });
  for (let edge = 0; edge < edges.count; edge++) offsets[edge + 1] += offsets[edge];
  return {
    offsets,
    nodes: Uint32Array.from(pairs, ({ node }) => node),
    along,
    from,
    pieces: Uint8Array.from(pairs, ({ pieces }) => pieces),
  };
}

/** Shadows cast from a site: its edges are found once. */
const SHADOWS = 64;
const range = new Float64Array(2);
const piece = new Float64Array(6);

/** A bit for each piece of an edge that is in a beam and, if asked, not hidden. */
function lookAtPieces(
  prepared: PreparedScene,
  edge: number,
  x: number,
  y: number,
  z: number,
  mirror: number,
  beam: readonly number[],
  hiding: boolean,
): number {
  const { starts, directions, lengths, facets } = prepared.edges;
  const [sx, sy, sz] = starts.subarray(3 * edge, 3 * edge + 3);
  const [dx, dy, dz] = directions.subarray(3 * edge, 3 * edge + 3);
  const length = lengths[edge];
  if (!clipSegment(beam, sx, sy, sz, dx, dy, dz, length, range)) return 0;
  const [first, last] = range;
  const own = [facets[2 * edge], facets[2 * edge + 1]];
  let seen = 0;
  for (let k = 0; k < EDGE_PIECES; k++) {
    const from = Math.max(first, (k / EDGE_PIECES) * length);
    const to = Math.min(last, ((k + 1) / EDGE_PIECES) * length);
    if (from > to) continue;
    for (let axis = 0; axis < 3; axis++) {
      piece[axis] = starts[3 * edge + axis] + from * directions[3 * edge + axis];
      piece[3 + axis] = starts[3 * edge + axis] + to * directions[3 * edge + axis];
    }
    if (!hiding || !isHidden(prepared, x, y, z, mirror, own, piece, 0)) seen |= 1 << k;
  }
  return seen;
}

/**
 * Whether an image may see a point of an edge.
 *
 * @param pieces bits of the pieces that it may see
 * @param share where on the edge, from 0 to 1
 */
export function seesPiece(pieces: number, share: number): boolean {
  const k = Math.min(EDGE_PIECES - 1, Math.floor(share * EDGE_PIECES));
  return (pieces & (1 << k)) !== 0;
}
