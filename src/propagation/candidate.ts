/** A sequence of interactions that may carry a path, while the tracer makes up its mind about it. */
import { isOnTriangle } from './bvh.ts';
import { heightOver } from './facets.ts';
import type { PreparedScene } from './prepared-scene.ts';

/** Everything runs from the user to the site, as the image method unfolds it. */
export interface Candidate {
  /** Number of interactions, and so of interior vertices. */
  order: number;
  /** Code of each interaction (see `INTERACTION_CODE`) [order]. */
  readonly kinds: Uint8Array;
  /** User, points of interaction, site [order + 2, 3], metres. */
  readonly vertices: Float64Array;
  /**
   * What the wave meets at each vertex [order + 2]: a triangle slot for reflection and transmission, an edge for
   * diffraction, a patch for scattering; the two ends hold nothing of meaning.
   */
  readonly elements: Int32Array;
  /** Facets that each vertex lies on, −1 for none [order + 2, 2]: they block no leg that ends there. */
  readonly faces: Int32Array;
}

/**
 * Room for one candidate.
 *
 * @param maximumOrder the most interactions it will hold
 */
export function createCandidate(maximumOrder: number): Candidate {
  return {
    order: 0,
    kinds: new Uint8Array(maximumOrder),
    vertices: new Float64Array(3 * (maximumOrder + 2)),
    elements: new Int32Array(maximumOrder + 2),
    faces: new Int32Array(2 * (maximumOrder + 2)).fill(-1),
  };
}

/**
 * Finds where a path from one vertex reflects, on its way to an image, and writes it as the next vertex.
 *
 * @param prepared the scene
 * @param candidate its vertex `from` stands; vertex `from + 1` is written
 * @param from number of the vertex before the mirror
 * @param facet the mirror
 * @param x the image that the path heads for, behind the mirror, metres (likewise y, z)
 * @param strictly whether the vertex must stand before the mirror, off its plane. A reflection point may lie on the next
 *   mirror: that is the corner where both meet, and the two orders in which it can be read are one path to the collector.
 * @returns whether the line meets the facet
 */
export function reflect(
  prepared: PreparedScene,
  { vertices, elements, faces }: Candidate,
  from: number,
  facet: number,
  x: number,
  y: number,
  z: number,
  strictly: boolean,
): boolean {
  const { facets, bvh } = prepared;
  const { planes, triangles, triangleOffsets } = facets;
  const { tolerance } = bvh;
  const v = 3 * from;
  const px = vertices[v];
  const py = vertices[v + 1];
  const pz = vertices[v + 2];
  const near = heightOver(planes, facet, px, py, pz);
  const far = heightOver(planes, facet, x, y, z);
  if (Math.abs(far) <= tolerance) return false;
  const side = far < 0 ? near : -near;
  if (side <= (strictly ? tolerance : -tolerance)) return false;
  const t = Math.max(0, near / (near - far));
  const hitX = px + t * (x - px);
  const hitY = py + t * (y - py);
  const hitZ = pz + t * (z - pz);
  for (let i = triangleOffsets[facet]; i < triangleOffsets[facet + 1]; i++) {
    const slot = bvh.slotOfTriangle[triangles[i]];
    if (!isOnTriangle(bvh, slot, hitX, hitY, hitZ)) continue;
    vertices[v + 3] = hitX;
    vertices[v + 4] = hitY;
    vertices[v + 5] = hitZ;
    elements[from + 1] = slot;
    faces[2 * from + 2] = facet;
    faces[2 * from + 3] = -1;
    return true;
  }
  return false;
}

/**
 * Writes a vertex where no facet lies: an end of the path.
 *
 * @param candidate to write to
 * @param index number of the vertex
 * @param x metres (likewise y, z)
 */
export function placeEnd({ vertices, faces }: Candidate, index: number, x: number, y: number, z: number): void {
  vertices[3 * index] = x;
  vertices[3 * index + 1] = y;
  vertices[3 * index + 2] = z;
  faces[2 * index] = faces[2 * index + 1] = -1;
}

/**
 * Mirrors a point in a facet's plane.
 *
 * @param prepared the scene
 * @param facet the mirror
 * @param x the point, metres (likewise y, z)
 * @param image receives the mirrored point
 */
export function mirrorPoint(
  { facets }: PreparedScene,
  facet: number,
  x: number,
  y: number,
  z: number,
  image: Float64Array,
): void {
  const { planes } = facets;
  const p = 4 * facet;
  const distance = heightOver(planes, facet, x, y, z);
  image[0] = x - 2 * distance * planes[p];
  image[1] = y - 2 * distance * planes[p + 1];
  image[2] = z - 2 * distance * planes[p + 2];
}
