/** The geometry of one edge: where a ray from one point to another is diffracted at it, and who stands in the open. */
import type { EdgeTable } from './edges.ts';

/**
 * Where a point lies as an edge sees it: how far along the edge, and how far from its line.
 *
 * @param edges the scene's edges
 * @param edge which of them
 * @param x the point, metres (likewise y, z)
 * @param place receives the distance along the edge from its start and the distance from its line, metres
 */
export function locateAtEdge(
  { starts, directions }: EdgeTable,
  edge: number,
  x: number,
  y: number,
  z: number,
  place: Float64Array,
): void {
  const e = 3 * edge;
  const px = x - starts[e];
  const py = y - starts[e + 1];
  const pz = z - starts[e + 2];
  const along = px * directions[e] + py * directions[e + 1] + pz * directions[e + 2];
  const qx = px - along * directions[e];
  const qy = py - along * directions[e + 1];
  const qz = pz - along * directions[e + 2];
  place[0] = along;
  place[1] = Math.sqrt(qx * qx + qy * qy + qz * qz);
}

/**
 * Whether a point stands in the open part of a wedge: off both faces, and not between them on the narrow side.
 *
 * @param edges the scene's edges
 * @param edge which of them
 * @param x the point, metres (likewise y, z)
 * @param tolerance what is nearer to a face's plane lies on it, metres
 */
export function isInOpen(
  { starts, tangents, normals, exteriorAngles }: EdgeTable,
  edge: number,
  x: number,
  y: number,
  z: number,
  tolerance: number,
): boolean {
  const e = 3 * edge;
  const px = x - starts[e];
  const py = y - starts[e + 1];
  const pz = z - starts[e + 2];
  const across = px * tangents[e] + py * tangents[e + 1] + pz * tangents[e + 2];
  const above = px * normals[e] + py * normals[e + 1] + pz * normals[e + 2];
  if (above > tolerance) return true;
  // The other face's plane, and the middle of the narrow side between the two.
  const angle = exteriorAngles[edge];
  if (across * Math.sin(angle) - above * Math.cos(angle) > tolerance) return true;
  const middle = angle / 2 + Math.PI;
  return across * Math.cos(middle) + above * Math.sin(middle) < 0;
}

/**
 * Where on an edge's line the ray between two points is diffracted: both make the same angle with the edge (Keller 1962),
 * so the way is straight once both points are turned about the edge into one plane.
 *
 * @param alongA distances of the ends along the edge, and from its line, metres (see `locateAtEdge`)
 * @returns distance along the edge, metres
 */
export const diffractionPoint = (alongA: number, fromA: number, alongB: number, fromB: number): number =>
  (alongA * fromB + alongB * fromA) / (fromA + fromB);
