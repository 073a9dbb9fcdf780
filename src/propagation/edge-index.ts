/**
 * The edges that a site sees, straight or in one mirror: what its diffracted paths can pass on the way to a user. An edge is
 * looked at when a user first asks for it, and the answer kept: a city has many edges, and a user sees few.
 */
import { clipSegment } from './beams.ts';
import { buildHierarchy } from './bvh-build.ts';
import type { ImageTree } from './image-tree.ts';
import type { PreparedScene } from './prepared-scene.ts';
import type { TreeBeams } from './tree-beams.ts';
import { findInBeam, isHidden } from './visibility.ts';
import { diffractionPoint, isInOpen, locateAtEdge } from './wedges.ts';

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
  /** Edges that the site may see and stands in the open of, ascending [S]. */
  readonly edges: Uint32Array;
  /** Where each of them is in that list, −1 for other edges of the scene [E]. */
  readonly #rowOf: Int32Array;
  /** Length of each, and where the site stands as the edge sees it (see `locateAtEdge`) [S, 3], metres. */
  readonly #places: Float64Array;
  readonly #prepared: PreparedScene;
  readonly #tree: ImageTree;
  readonly #beams: TreeBeams;
  readonly #hiding: boolean;
  /** Pieces of each of them that the site may see, or `UNKNOWN` [S]. */
  readonly #direct: Uint16Array;
  #hierarchy: PreparedScene['edgeHierarchy'] | null = null;
  readonly #mirrored: (EdgeSources | undefined)[] = [];

  /**
   * @param prepared the scene
   * @param tree the site's images; of one generation at least for `mirrored`
   * @param beams of the same images
   * @param hiding whether surfaces hide edges, which they do unless a path may go through them
   * @param visible edges that the site may see, ascending; no other is looked at
   */
  constructor(prepared: PreparedScene, tree: ImageTree, beams: TreeBeams, hiding: boolean, visible: readonly number[]) {
    this.#prepared = prepared;
    this.#tree = tree;
    this.#beams = beams;
    this.#hiding = hiding;
    const { edges, bvh } = prepared;
    const [x, y, z] = tree.images;
    this.edges = Uint32Array.from(visible.filter((edge) => isInOpen(edges, edge, x, y, z, bvh.tolerance)));
    this.#rowOf = new Int32Array(edges.count).fill(-1);
    this.#places = new Float64Array(3 * this.edges.length);
    this.#direct = new Uint16Array(this.edges.length).fill(UNKNOWN);
    this.edges.forEach((edge, row) => {
      locateAtEdge(edges, edge, x, y, z, place);
      this.#rowOf[edge] = row;
      this.#places.set([edges.lengths[edge], place[0], place[1]], 3 * row);
    });
  }

  /** Where an edge is in `edges`; −1 where it is not. */
  rowOf(edge: number): number {
    return this.#rowOf[edge];
  }

  /**
   * The edges that may reach into a beam.
   *
   * @param beam half spaces a·p ≥ b, four numbers each; none means everything
   * @returns places in `edges`, in no order
   */
  findInBeam(beam: readonly number[]): readonly number[] {
    this.#hierarchy ??= this.#buildHierarchy();
    return findInBeam(this.#hierarchy, beam);
  }

  #buildHierarchy(): PreparedScene['edgeHierarchy'] {
    const { edgeBoxes } = this.#prepared;
    const boxes = new Float64Array(6 * this.edges.length);
    this.edges.forEach((edge, row) => boxes.set(edgeBoxes.subarray(6 * edge, 6 * edge + 6), 6 * row));
    return buildHierarchy(boxes);
  }

  /**
   * Where on the edge in a row the site's ray to a point is diffracted.
   *
   * @param along where the point lies as the edge sees it, metres (see `locateAtEdge`; likewise `from`)
   * @returns metres from the edge's start; negative where that is off the edge
   */
  findPoint(row: number, along: number, from: number): number {
    const places = this.#places;
    const at = diffractionPoint(along, from, places[3 * row + 1], places[3 * row + 2]);
    return at <= places[3 * row] ? at : -1;
  }

  /** Whether `direct` answers at once: nothing hides the edge in that row, or somebody asked for it before. */
  isKnown(row: number): boolean {
    return !this.#hiding || this.#direct[row] !== UNKNOWN;
  }

  /** A bit for each piece of the edge in a row that the site itself may see. */
  direct(row: number): number {
    const pieces = this.#direct[row];
    return pieces === UNKNOWN ? (this.#direct[row] = this.#look(this.edges[row], 0)) : pieces;
  }

  /**
   * A bit for each piece of an edge that an image may see.
   *
   * @param sources of the edge
   * @param i which of them
   */
  pieces(edge: number, { nodes, pieces }: EdgeSources, i: number): number {
    if (pieces[i] === UNKNOWN) pieces[i] = this.#look(edge, nodes[i]);
    return pieces[i];
  }

  /** The site's images in one mirror that may see an edge. */
  mirrored(edge: number): EdgeSources {
    return (this.#mirrored[edge] ??= this.#list(edge));
  }

  #list(edge: number): EdgeSources {
    const { edges, bvh } = this.#prepared;
    const { images, facets, generations } = this.#tree;
    const [face0, face1] = edges.facets.subarray(2 * edge, 2 * edge + 2);
    const sources = { nodes: [] as number[], along: [] as number[], from: [] as number[], pieces: [] as number[] };
    for (let node = generations[1]; node < generations[2]; node++) {
      const x = images[3 * node];
      const y = images[3 * node + 1];
      const z = images[3 * node + 2];
      if (facets[node] === face0 || facets[node] === face1) continue;
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
    const e = 3 * edge;
    return clipSegment(
      this.#beams.of(node),
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

  /** A bit for each piece of an edge within an image's beam that is not hidden from the image. */
  #look(edge: number, node: number): number {
    const { starts, directions, lengths, facets } = this.#prepared.edges;
    const { images } = this.#tree;
    const i = 3 * node;
    const mirror = node === 0 ? -1 : this.#tree.facets[node];
    const own = [facets[2 * edge], facets[2 * edge + 1]];
    if (!this.#reaches(edge, node)) return 0;
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
