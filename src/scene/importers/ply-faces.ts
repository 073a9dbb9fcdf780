/** Cuts the polygons of a mesh into triangles. */
import earcut from 'earcut';
import { NumberList } from '../../numerics/number-list.ts';

/** Faces as a PLY file lists them. */
export interface PolygonFaces {
  /** Vertex indices of all faces, one face after the other. */
  readonly corners: Uint32Array;
  /** Number of corners of each face, at least 3. */
  readonly sizes: Uint32Array;
}

/** Share of a face's area by which a triangle may lie the wrong way round before the fan counts as wrong. */
const AREA_TOLERANCE = 1e-6;

/** Corners of a bent face, at most: cutting takes time that grows with their square. */
const MAXIMUM_BENT_CORNERS = 5000;

/** The axes that remain when one is left out, in the order that keeps the way round. */
const REMAINING_AXES = [
  [1, 2],
  [2, 0],
  [0, 1],
] as const;

/**
 * Cuts faces into triangles: into the fan about their first corner where that covers them, as it does every convex face,
 * else by clipping ears in the face's own plane. A face that crosses itself has no right triangles; it gets some.
 *
 * @param faces polygons; where they are not quite flat, their mean plane counts
 * @param positions vertex coordinates [V, 3], metres
 * @returns vertex indices [T, 3], each triangle the way round of its face
 * @throws RangeError saying which face has too many corners
 */
export function triangulateFaces({ corners, sizes }: PolygonFaces, positions: Float64Array): Uint32Array {
  const indices = new NumberList((length) => new Uint32Array(length));
  let start = 0;
  for (const [face, size] of sizes.entries()) {
    const polygon = corners.subarray(start, start + size);
    start += size;
    const normal = size > 3 ? newellNormal(polygon, positions) : null;
    if (normal === null || isFanRight(polygon, positions, normal)) {
      for (let i = 2; i < size; i++) indices.addTriple(polygon[0], polygon[i - 1], polygon[i]);
      continue;
    }
    if (size > MAXIMUM_BENT_CORNERS) {
      throw new RangeError(`element "face", row ${face}: ${size} corners, but the limit is ${MAXIMUM_BENT_CORNERS}`);
    }
    clipEars(polygon, positions, normal, indices);
  }
  return indices.toArray();
}

/** Twice the area of a polygon, as a vector along its mean plane's normal (Newell; Sutherland et al. 1974), m². */
function newellNormal(polygon: Uint32Array, positions: Float64Array): readonly [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  for (let i = 2; i < polygon.length; i++) {
    const part = doubledArea(positions, polygon[0], polygon[i - 1], polygon[i]);
    sum[0] += part[0];
    sum[1] += part[1];
    sum[2] += part[2];
  }
  return sum;
}

/**
 * Whether no triangle of the fan lies the wrong way round. The fan's triangles add up to the polygon with their signs, so
 * without a negative one they cover it, and only it.
 */
function isFanRight(polygon: Uint32Array, positions: Float64Array, normal: readonly [number, number, number]): boolean {
  const lowest = -AREA_TOLERANCE * (normal[0] ** 2 + normal[1] ** 2 + normal[2] ** 2);
  for (let i = 2; i < polygon.length; i++) {
    const [x, y, z] = doubledArea(positions, polygon[0], polygon[i - 1], polygon[i]);
    if (x * normal[0] + y * normal[1] + z * normal[2] < lowest) return false;
  }
  return true;
}

function clipEars(
  polygon: Uint32Array,
  positions: Float64Array,
  normal: readonly [number, number, number],
  indices: NumberList<Uint32Array>,
): void {
  // Seen along the axis that the plane faces most, the polygon keeps its shape but for a stretch.
  const sizes = normal.map(Math.abs);
  const along = sizes.indexOf(Math.max(...sizes));
  const [u, v] = REMAINING_AXES[along];
  const flat: number[] = [];
  for (const vertex of polygon) flat.push(positions[3 * vertex + u], positions[3 * vertex + v]);
  const ears = earcut(flat);
  for (let i = 0; i < ears.length; i += 3) {
    const [a, b, c] = [polygon[ears[i]], polygon[ears[i + 1]], polygon[ears[i + 2]]];
    const isTurned = doubledArea(positions, a, b, c)[along] * normal[along] < 0;
    if (isTurned) indices.addTriple(a, c, b);
    else indices.addTriple(a, b, c);
  }
}

/** Twice the area of a triangle, as a vector along its normal: (b − a) × (c − a), m². */
function doubledArea(positions: Float64Array, a: number, b: number, c: number): readonly [number, number, number] {
  const bx = positions[3 * b] - positions[3 * a];
  const by = positions[3 * b + 1] - positions[3 * a + 1];
  const bz = positions[3 * b + 2] - positions[3 * a + 2];
  const cx = positions[3 * c] - positions[3 * a];
  const cy = positions[3 * c + 1] - positions[3 * a + 1];
  const cz = positions[3 * c + 2] - positions[3 * a + 2];
  return [by * cz - bz * cy, bz * cx - bx * cz, bx * cy - by * cx];
}
