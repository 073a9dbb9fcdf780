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

/** Edges are looked at in this many equal pieces; each is seen or hidden on its own, and looked at on its own. */
const PIECES = 8;
/** A bit for each piece that was looked at begins here; those of the pieces that are seen come first. */
const KNOWN = PIECES;

/** The images of a site that may see one edge; parallel arrays. */
export interface EdgeSources {
  /** Node of the site's image tree [P]. */
  readonly nodes: number[];
  /** Distance of the image along the edge [P], metres. */
  readonly along: number[];
  /** Distance of the image from the edge's line [P], metres. */
  readonly from: number[];
  /** What is known of the pieces of the edge, see `KNOWN` [P]. */
  readonly pieces: number[];
}

/** What nobody looked up. */
const NOBODY: EdgeSources = { nodes: [], along: [], from: [], pieces: [] };

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
  /** What is known of the pieces of each of them, see `KNOWN` [S]. */
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
    this.#direct = new Uint16Array(this.edges.length);
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

  /**
   * Whether `sees` answers at once: nothing hides, or somebody asked before.
   *
   * @param row of the edge
   * @param share where on it, from 0 to 1
   */
  isKnown(row: number, share: number): boolean {
    return !this.#hiding || (this.#direct[row] & (1 << (KNOWN + pieceAt(share)))) !== 0;
  }

  /** Whether the site itself may see the edge in a row where `isKnown` has it. */
  sees(row: number, share: number): boolean {
    if (!this.#hiding) return true;
    const piece = pieceAt(share);
    if (!this.isKnown(row, share)) this.#direct[row] |= this.#look(this.edges[row], 0, piece);
    return (this.#direct[row] & (1 << piece)) !== 0;
  }

  /**
   * Whether an image may see an edge.
   *
   * @param sources of the edge
   * @param i which of them
   * @param share where on the edge, from 0 to 1
   */
  seesMirrored(edge: number, { nodes, pieces }: EdgeSources, i: number, share: number): boolean {
    if (!this.#hiding) return true;
    const piece = pieceAt(share);
    if ((pieces[i] & (1 << (KNOWN + piece))) === 0) pieces[i] |= this.#look(edge, nodes[i], piece);
    return (pieces[i] & (1 << piece)) !== 0;
  }

  /**
   * Looks up which of the site's images in one mirror may see some edges, together: each image's beam is sent among those
   * that nobody asked for before.
   */
  lookUp(edges: readonly number[]): void {
    const news = edges.filter((edge) => this.#mirrored[edge] === undefined);
    if (news.length === 0) return;
    const { edgeBoxes } = this.#prepared;
    const boxes = new Float64Array(6 * news.length);
    news.forEach((edge, i) => {
      this.#mirrored[edge] = { nodes: [], along: [], from: [], pieces: [] };
      boxes.set(edgeBoxes.subarray(6 * edge, 6 * edge + 6), 6 * i);
    });
    const hierarchy = buildHierarchy(boxes);
    const { generations } = this.#tree;
    for (let node = generations[1]; node < generations[2]; node++) {
      for (const item of findInBeam(hierarchy, this.#beams.of(node))) this.#list(news[item], node);
    }
  }

  /** The site's images in one mirror that may see an edge, once it was looked up. */
  mirrored(edge: number): EdgeSources {
    return this.#mirrored[edge] ?? NOBODY;
  }

  #list(edge: number, node: number): void {
    const { edges, bvh } = this.#prepared;
    const { images, facets } = this.#tree;
    const x = images[3 * node];
    const y = images[3 * node + 1];
    const z = images[3 * node + 2];
    const sources = this.#mirrored[edge];
    if (!sources || facets[node] === edges.facets[2 * edge] || facets[node] === edges.facets[2 * edge + 1]) return;
    if (!this.#reaches(edge, node) || !isInOpen(edges, edge, x, y, z, bvh.tolerance)) return;
    locateAtEdge(edges, edge, x, y, z, place);
    sources.nodes.push(node);
    sources.along.push(place[0]);
    sources.from.push(place[1]);
    sources.pieces.push(0);
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

  /** Looks at a piece of an edge: its bit of `KNOWN`, and that of what is seen where the image lights it and nothing hides it. */
  #look(edge: number, node: number, k: number): number {
    const { starts, directions, lengths, facets } = this.#prepared.edges;
    const { images } = this.#tree;
    const known = 1 << (KNOWN + k);
    if (!this.#reaches(edge, node)) return known;
    const from = Math.max(range[0], (k / PIECES) * lengths[edge]);
    const to = Math.min(range[1], ((k + 1) / PIECES) * lengths[edge]);
    if (from > to) return known;
    for (let axis = 0; axis < 3; axis++) {
      piece[axis] = starts[3 * edge + axis] + from * directions[3 * edge + axis];
      piece[3 + axis] = starts[3 * edge + axis] + to * directions[3 * edge + axis];
    }
    const i = 3 * node;
    const mirror = node === 0 ? -1 : this.#tree.facets[node];
    const own = [facets[2 * edge], facets[2 * edge + 1]];
    const isDark = isHidden(this.#prepared, images[i], images[i + 1], images[i + 2], mirror, own, piece, 0);
    return isDark ? known : known | (1 << k);
  }
}

const range = new Float64Array(2);
const piece = new Float64Array(6);
const place = new Float64Array(2);

/** The piece in which a place on an edge lies, from 0 to 1 along it. */
const pieceAt = (share: number): number => Math.min(PIECES - 1, Math.floor(share * PIECES));
