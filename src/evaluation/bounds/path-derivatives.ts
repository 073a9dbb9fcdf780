/** How delay and direction at the site change when the user moves, exactly, from the geometry of each path. */
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import { INTERACTION_CODE } from '../../propagation/path-table.ts';
import type { PathTable } from '../../propagation/path-table.ts';
import type { EdgeFinder } from './edge-directions.ts';

/** What the derivatives are made of. */
export type PathGeometry = Pick<PathTable, 'count' | 'vertexOffsets' | 'vertices' | 'interactions'>;

/** Derivatives with respect to the user's position. */
export interface PathDerivatives {
  /** ∂τ/∂x [count, 3], seconds per metre. */
  readonly delays: Float64Array;
  /** ∂u/∂x of the unit direction of departure at the site [count, 3 of u, 3 of x], per metre. */
  readonly directions: Float64Array;
}

/** Legs shorter than this have no direction, metres: two vertices in one corner. */
const SHORTEST_LEG = 1e-9;

/**
 * Derivatives of every path.
 *
 * By Fermat's principle the points of interaction may stay where they are to first order, so the length changes with the
 * last leg alone: ∂τ/∂x = k/c, with k the direction of travel at the user. The direction at the site is that towards an
 * image of the user: mirrors M_1 … M_n, met in this order from the site, move the image by M_1⋯M_n·dx, and
 * ∂u/∂x = (I − uuᵀ)M_1⋯M_n/L for the path length L (Shen and Win 2010, IEEE Trans. Inf. Theory 56(10), appendix; the
 * image theorem). An edge lets the site see only the point of diffraction, which runs along it (see `edgeSlope`). A patch
 * that scatters stays where it is.
 *
 * @param paths with their vertices
 * @param findEdge where diffracted paths find their edges; without it they have no derivative
 * @returns NaN for a path without derivative: two vertices in one corner, two diffractions, an unknown edge
 */
export function pathDerivatives(paths: PathGeometry, findEdge: EdgeFinder = () => null): PathDerivatives {
  const delays = new Float64Array(3 * paths.count).fill(NaN);
  const directions = new Float64Array(9 * paths.count).fill(NaN);
  for (let path = 0; path < paths.count; path++) {
    const from = paths.vertexOffsets[path];
    const to = paths.vertexOffsets[path + 1];
    const vertices = paths.vertices.subarray(3 * from, 3 * to);
    const legs = legsOf(vertices);
    if (!legs) continue;
    const slope = directionSlope(vertices, paths.interactions.subarray(from, to), legs, findEdge);
    if (!slope) continue;
    directions.set(slope, 9 * path);
    const last = legs.directions[legs.directions.length - 1];
    for (let axis = 0; axis < 3; axis++) delays[3 * path + axis] = last[axis] / SPEED_OF_LIGHT;
  }
  return { delays, directions };
}

interface Legs {
  /** Unit directions of travel, from the site on. */
  readonly directions: readonly Float64Array[];
  /** Metres. */
  readonly lengths: readonly number[];
}

function legsOf(vertices: Float64Array): Legs | null {
  const directions: Float64Array[] = [];
  const lengths: number[] = [];
  for (let v = 0; v + 3 < vertices.length; v += 3) {
    const leg = Float64Array.from({ length: 3 }, (_, axis) => vertices[v + 3 + axis] - vertices[v + axis]);
    const length = Math.hypot(leg[0], leg[1], leg[2]);
    if (!(length > SHORTEST_LEG)) return null;
    directions.push(leg.map((value) => value / length));
    lengths.push(length);
  }
  return { directions, lengths };
}

/** ∂u/∂x of one path [3, 3]. */
function directionSlope(
  vertices: Float64Array,
  interactions: Uint8Array,
  { directions, lengths }: Legs,
  findEdge: EdgeFinder,
): Float64Array | null {
  let mirrors = identity();
  let length = lengths[0];
  let edge: { readonly mirrors: Float64Array; readonly length: number; readonly vertex: number } | null = null;
  for (let vertex = 1; vertex < directions.length; vertex++) {
    switch (interactions[vertex]) {
      case INTERACTION_CODE.transmission:
        break;
      case INTERACTION_CODE.reflection:
        mirrors = multiply(mirrors, mirrorBetween(directions[vertex - 1], directions[vertex]));
        break;
      case INTERACTION_CODE.scattering:
        return new Float64Array(9);
      case INTERACTION_CODE.diffraction:
        if (edge) return null;
        // What was met so far lies between site and edge; from here on, mirrors show the user to the edge.
        edge = { mirrors, length, vertex };
        mirrors = identity();
        length = 0;
        break;
      default:
        return null;
    }
    length += lengths[vertex];
  }
  if (!edge) return multiply(acrossOver(directions[0], length), mirrors);
  const before = directions[edge.vertex - 1];
  const after = directions[edge.vertex];
  const along = findEdge(vertices.subarray(3 * edge.vertex, 3 * edge.vertex + 3), before, after);
  if (!along) return null;
  const atEdge = multiply(acrossOver(before, edge.length), edgeSlope(along, before, after, edge.length, length));
  return multiply(edge.mirrors, multiply(atEdge, mirrors));
}

/**
 * ∂Q/∂x of the point of diffraction [3, 3]. Unfolded around the edge the ray is straight (Keller's law), so Q divides the
 * way along the edge as the distances divide the way across: with w = a/(a + b), the angle β between ray and edge and
 * the unit vector r from the edge to the user, dQ = e·w(e − r/tan β)ᵀdx.
 *
 * @param edge e, unit vector
 * @param before unit direction of travel to the edge
 * @param after unit direction of travel from the edge
 * @param a metres from the site's image to the edge
 * @param b metres from the edge to the user's image
 */
function edgeSlope(edge: Float64Array, before: Float64Array, after: Float64Array, a: number, b: number): Float64Array {
  const cosine = before[0] * edge[0] + before[1] * edge[1] + before[2] * edge[2];
  const sineSquared = Math.max(1 - cosine * cosine, 1e-12);
  const cosineAfter = after[0] * edge[0] + after[1] * edge[1] + after[2] * edge[2];
  const share = a / (a + b);
  const slope = new Float64Array(9);
  for (let column = 0; column < 3; column++) {
    const across = after[column] - cosineAfter * edge[column];
    const gain = share * (edge[column] - (cosine * across) / sineSquared);
    for (let row = 0; row < 3; row++) slope[3 * row + column] = edge[row] * gain;
  }
  return slope;
}

/** (I − uuᵀ)/L: how a direction turns when what it points at moves. */
function acrossOver(u: Float64Array, length: number): Float64Array {
  return identity().map((value, at) => (value - u[Math.floor(at / 3)] * u[at % 3]) / length);
}

/** The mirror that turns one direction of travel into the other: I − 2nnᵀ with n along their difference. */
function mirrorBetween(before: Float64Array, after: Float64Array): Float64Array {
  const normal = before.map((value, axis) => after[axis] - value);
  const squared = normal[0] ** 2 + normal[1] ** 2 + normal[2] ** 2;
  return identity().map((value, at) => value - (2 * normal[Math.floor(at / 3)] * normal[at % 3]) / squared);
}

function identity(): Float64Array {
  return Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
}

/** A·B of 3×3 matrices. */
function multiply(a: Float64Array, b: Float64Array): Float64Array {
  const product = new Float64Array(9);
  for (let row = 0; row < 9; row += 3) {
    for (let column = 0; column < 3; column++) {
      product[row + column] = a[row] * b[column] + a[row + 1] * b[3 + column] + a[row + 2] * b[6 + column];
    }
  }
  return product;
}
