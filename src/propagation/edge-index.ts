/**
 * The edges that a site sees, straight or in one mirror: what its diffracted paths can pass on the way to a user. An edge is
 * looked at when a user first asks for it, and the answer kept: a city has many edges, and a user sees few.
 */
import { beamPlanes, clipSegment } from './beams.ts';
import type { ImageTree } from './image-tree.ts';
import type { PreparedScene } from './prepared-scene.ts';
import { isHidden } from './visibility.ts';
import { isInOpen, locateAtEdge } from './wedges.ts';

/** Edges are looked at in this many equal pieces; each is seen or hidden on its own. */
const PIECES = 8;

/** Not looked at yet: more than any `PIECES` bits. */
const UNKNOWN = 0xffff;

/** The images of a site that may see one edge; parallel arrays. */
export interface EdgeSources {
  /** Node of the site's image tree [P]. */
  readonly nodes: readonly number[];
  /** Distance of the image along the edge [P], metres. */
  readonly along: readonly number[];
  /** Distance of the image from the edge's line [P], metres. */
  readonly from: readonly number[];
  /** One bit for each piece of the edge that the image may see, or `UNKNOWN` until somebody asks [P]. */
  readonly pieces: number[];
}

/** Looks at edges from one site. */
export class EdgeIndex {
  readonly #prepared: PreparedScene;
  readonly #tree: ImageTree;
  readonly #hiding: boolean;
  /** Where the site stands as each edge sees it [E], metres; written once the edge has been looked at. */
  readonly along: Float64Array;
  readonly from: Float64Array;
  /** Pieces of each edge that the site itself may see, or `UNKNOWN` [E]. */
  readonly #direct: Uint16Array;
  readonly #mirrored: (EdgeSources | undefined)[] = [];
  readonly #beams: (number[] | undefined)[] = [];

  /**
   * @param prepared the scene
   * @param tree the site's images; of one generation at least for `mirrored`
   * @param hiding whether surfaces hide edges, which they do unless a path may go through them
   * @param visible edges that the site may see; no other is looked at
   */
  constructor(prepared: PreparedScene, tree: ImageTree, hiding: boolean, visible: readonly number[]) {
    this.#prepared = prepared;
    this.#tree = tree;
    this.#hiding = hiding;
    const { count } = prepared.edges;
    this.along = new Float64Array(count);
    this.from = new Float64Array(count);
    this.#direct = new Uint16Array(count);
    for (const edge of visible) this.#direct[edge] = UNKNOWN;
  }

  /** A bit for each piece of an edge that the site itself may see; `along` and `from` of the edge then hold. */
  direct(edge: number): number {
    const pieces = this.#direct[edge];
    return pieces === UNKNOWN ? this.#lookDirectly(edge) : pieces;
  }

  #lookDirectly(edge: number): number {
    const sources = this.#list(edge, 0, 1);
    if (sources.nodes.length === 0) return (this.#direct[edge] = 0);
    this.along[edge] = sources.along[0];
    this.from[edge] = sources.from[0];
    return (this.#direct[edge] = this.pieces(edge, sources, 0));
  }

  /**
   * A bit for each piece of an edge that an image may see.
   *
   * @param sources of the edge
   * @param i which of them
   */
  pieces(edge: number, { nodes, pieces }: EdgeSources, i: number): number {
    if (pieces[i] === UNKNOWN) {
      this.#reaches(edge, nodes[i]);
      pieces[i] = this.#lookAtPieces(edge, nodes[i]);
    }
    return pieces[i];
  }

  /** The site's images in one mirror that may see an edge. */
  mirrored(edge: number): EdgeSources {
    return (this.#mirrored[edge] ??= this.#list(edge, 1, this.#tree.generations[2]));
  }

  #list(edge: number, firstNode: number, endNode: number): EdgeSources {
    const { edges, bvh } = this.#prepared;
    const { images, facets } = this.#tree;
    const [face0, face1] = edges.facets.subarray(2 * edge, 2 * edge + 2);
    const sources = { nodes: [] as number[], along: [] as number[], from: [] as number[], pieces: [] as number[] };
    for (let node = firstNode; node < endNode; node++) {
      const x = images[3 * node];
      const y = images[3 * node + 1];
      const z = images[3 * node + 2];
      if (node > 0 && (facets[node] === face0 || facets[node] === face1)) continue;
      if (!this.#reaches(edge, node) || !isInOpen(edges, edge, x, y, z, bvh.tolerance)) continue;
      locateAtEdge(edges, edge, x, y, z, place);
      sources.nodes.push(node);
      sources.along.push(place[0]);
      sources.from.push(place[1]);
      sources.pieces.push(UNKNOWN);
    }
    return sources;
  }

  /** Whether an image's beam holds any of an edge; leaves in `range` what part. */
  #reaches(edge: number, node: number): boolean {
    const { starts, directions, lengths } = this.#prepared.edges;
    const { images, facets, apertures } = this.#tree;
    const i = 3 * node;
    const e = 3 * edge;
    const beam = (this.#beams[node] ??=
      node === 0
        ? []
        : beamPlanes(this.#prepared, facets[node], images[i], images[i + 1], images[i + 2], apertures[node]));
    return clipSegment(
      beam,
      starts[e],
      starts[e + 1],
      starts[e + 2],
      directions[e],
      directions[e + 1],
      directions[e + 2],
      lengths[edge],
      range,
    );
  }

  /** A bit for each piece of an edge within `range` that is not hidden from an image. */
  #lookAtPieces(edge: number, node: number): number {
    const { starts, directions, lengths, facets } = this.#prepared.edges;
    const { images } = this.#tree;
    const i = 3 * node;
    const mirror = node === 0 ? -1 : this.#tree.facets[node];
    const own = [facets[2 * edge], facets[2 * edge + 1]];
    const [first, last] = range;
    let seen = 0;
    for (let k = 0; k < PIECES; k++) {
      const from = Math.max(first, (k / PIECES) * lengths[edge]);
      const to = Math.min(last, ((k + 1) / PIECES) * lengths[edge]);
      if (from > to) continue;
      for (let axis = 0; axis < 3; axis++) {
        piece[axis] = starts[3 * edge + axis] + from * directions[3 * edge + axis];
        piece[3 + axis] = starts[3 * edge + axis] + to * directions[3 * edge + axis];
      }
      if (!this.#hiding || !isHidden(this.#prepared, images[i], images[i + 1], images[i + 2], mirror, own, piece, 0)) {
        seen |= 1 << k;
      }
    }
    return seen;
  }
}

const range = new Float64Array(2);
const piece = new Float64Array(6);
const place = new Float64Array(2);

/**
 * Whether an image may see a point of an edge.
 *
 * @param pieces bits of the pieces that it may see
 * @param share where on the edge, from 0 to 1
 */
export function seesPiece(pieces: number, share: number): boolean {
  const k = Math.min(PIECES - 1, Math.floor(share * PIECES));
  return (pieces & (1 << k)) !== 0;
}
