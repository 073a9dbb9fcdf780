/**
 * Reflecting facets: triangles that touch along an edge and lie in one plane act as one mirror, so that a reflection on
 * their common edge is one reflection.
 */

/** Flat pieces of the scene, as a structure of arrays. */
export interface FacetTable {
  readonly count: number;
  /** Unit normal n and offset n·p of every facet's plane [F, 4]. */
  readonly planes: Float64Array;
  /** Facet of each triangle [T]. */
  readonly facetOfTriangle: Uint32Array;
  /** Start of each facet's triangles in `triangles` [F + 1]. */
  readonly triangleOffsets: Uint32Array;
  /** Triangles, facet by facet [T]. */
  readonly triangles: Uint32Array;
  /** Start of each facet's outline in `outlines`, counted in vertices [F + 1]. */
  readonly outlineOffsets: Uint32Array;
  /** Corners on the convex hull of each facet, as seen along its normal [Σ, 3], metres. */
  readonly outlines: Float64Array;
  /** How far each facet's corners stray from its plane [F], metres; rounding alone counts as nothing. */
  readonly unevenness: Float64Array;
  /** 1 where the facet fills its hull. */
  readonly convex: Uint8Array;
}

/** Corners of one facet may lie this far from its plane, metres: what float32 files do to a flat city block. */
const FLATNESS = 1e-3;
/** Neighbours in one facet have normals at most about 2.5° apart; of slivers this asks what `FLATNESS` cannot. */
const PARALLEL = 0.999;
/** What rounding may do to a corner's distance from its plane, metres per metre. */
const ROUNDING = 1e-12;

/**
 * Groups triangles into facets.
 *
 * @param corners corner coordinates [T, 3, 3], metres
 */
export function buildFacets(corners: Float64Array): FacetTable {
  const count = corners.length / 9;
  const { normals, areas } = measureTriangles(corners);
  const vertices = weldCorners(corners);
  const neighbours = findNeighbours(vertices);
  const facetOfTriangle = new Uint32Array(count).fill(0xffffffff);
  const bySize = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => areas[b] - areas[a] || a - b);
  const planes: number[] = [];
  const triangles: number[] = [];
  const triangleOffsets = [0];
  const outlines: number[] = [];
  const outlineOffsets = [0];
  const unevenness: number[] = [];
  const convex: number[] = [];
  for (const seed of bySize) {
    if (facetOfTriangle[seed] !== 0xffffffff) continue;
    const facet = convex.length;
    const nx = normals[3 * seed];
    const ny = normals[3 * seed + 1];
    const nz = normals[3 * seed + 2];
    const offset = nx * corners[9 * seed] + ny * corners[9 * seed + 1] + nz * corners[9 * seed + 2];
    const first = triangles.length;
    let area = 0;
    let most = 0;
    facetOfTriangle[seed] = facet;
    triangles.push(seed);
    for (let next = first; next < triangles.length; next++) {
      const triangle = triangles[next];
      if (!isRepeated(vertices, neighbours(triangle), facetOfTriangle, triangle)) area += areas[triangle];
      most = Math.max(most, strayFrom(corners, triangle, nx, ny, nz, offset));
      for (const other of neighbours(triangle)) {
        if (facetOfTriangle[other] !== 0xffffffff) continue;
        const dot = nx * normals[3 * other] + ny * normals[3 * other + 1] + nz * normals[3 * other + 2];
        if (Math.abs(dot) < PARALLEL || strayFrom(corners, other, nx, ny, nz, offset) > FLATNESS) continue;
        facetOfTriangle[other] = facet;
        triangles.push(other);
      }
    }
    triangleOffsets.push(triangles.length);
    planes.push(nx, ny, nz, offset);
    const hull = convexHull(corners, triangles.slice(first), nx, ny, nz);
    outlines.push(...hull.points);
    unevenness.push(most < ROUNDING * (1 + Math.abs(offset)) ? 0 : most);
    outlineOffsets.push(outlines.length / 3);
    convex.push(area > hull.area * (1 - 1e-6) && area < hull.area * (1 + 1e-6) ? 1 : 0);
  }
  return {
    count: convex.length,
    planes: Float64Array.from(planes),
    facetOfTriangle,
    triangleOffsets: Uint32Array.from(triangleOffsets),
    triangles: Uint32Array.from(triangles),
    outlineOffsets: Uint32Array.from(outlineOffsets),
    outlines: Float64Array.from(outlines),
    unevenness: Float64Array.from(unevenness),
    convex: Uint8Array.from(convex),
  };
}

/**
 * Signed height of a point over a facet's plane, metres: positive on the side that the facet's normal points to.
 *
 * @param planes of the facets (see `FacetTable`)
 * @param facet whose plane
 * @param x the point, metres (likewise y, z)
 */
export function heightOver(planes: Float64Array, facet: number, x: number, y: number, z: number): number {
  const p = 4 * facet;
  return planes[p] * x + planes[p + 1] * y + planes[p + 2] * z - planes[p + 3];
}

/** How far the corners of a triangle stray from a plane n·p = offset at most, metres. */
function strayFrom(
  corners: Float64Array,
  triangle: number,
  nx: number,
  ny: number,
  nz: number,
  offset: number,
): number {
  let most = 0;
  for (let k = 9 * triangle; k < 9 * triangle + 9; k += 3) {
    most = Math.max(most, Math.abs(nx * corners[k] + ny * corners[k + 1] + nz * corners[k + 2] - offset));
  }
  return most;
}

/** Unit normal [T, 3] and area [T] of every triangle. */
function measureTriangles(corners: Float64Array): { normals: Float64Array; areas: Float64Array } {
  const count = corners.length / 9;
  const normals = new Float64Array(3 * count);
  const areas = new Float64Array(count);
  for (let triangle = 0; triangle < count; triangle++) {
    const k = 9 * triangle;
    const ux = corners[k + 3] - corners[k];
    const uy = corners[k + 4] - corners[k + 1];
    const uz = corners[k + 5] - corners[k + 2];
    const vx = corners[k + 6] - corners[k];
    const vy = corners[k + 7] - corners[k + 1];
    const vz = corners[k + 8] - corners[k + 2];
    const x = uy * vz - uz * vy;
    const y = uz * vx - ux * vz;
    const z = ux * vy - uy * vx;
    const length = Math.hypot(x, y, z);
    normals[3 * triangle] = x / length;
    normals[3 * triangle + 1] = y / length;
    normals[3 * triangle + 2] = z / length;
    areas[triangle] = length / 2;
  }
  return { normals, areas };
}

/** Whether a triangle of the same facet and a lower number has the same three corners. */
function isRepeated(
  vertices: Uint32Array,
  neighbours: readonly number[],
  facetOfTriangle: Uint32Array,
  triangle: number,
): boolean {
  return neighbours.some(
    (other) =>
      other < triangle &&
      facetOfTriangle[other] === facetOfTriangle[triangle] &&
      hasVertex(vertices, other, vertices[3 * triangle]) &&
      hasVertex(vertices, other, vertices[3 * triangle + 1]) &&
      hasVertex(vertices, other, vertices[3 * triangle + 2]),
  );
}

function hasVertex(vertices: Uint32Array, triangle: number, vertex: number): boolean {
  const k = 3 * triangle;
  return vertices[k] === vertex || vertices[k + 1] === vertex || vertices[k + 2] === vertex;
}

/**
 * Numbers corners so that equal coordinates have equal numbers: neighbours are told by coordinate, not by index.
 *
 * @param corners corner coordinates [T, 3, 3], metres
 * @returns for each corner the first one that equals it [T, 3]
 */
export function weldCorners(corners: Float64Array): Uint32Array {
  const count = corners.length / 3;
  const table = new HashTable(count);
  // Adding zero makes −0 and 0 the same bits.
  const bits = new Uint32Array(corners.map((value) => value + 0).buffer);
  return Uint32Array.from({ length: count }, (_, corner) => {
    let hash = 0;
    for (let word = 6 * corner; word < 6 * corner + 6; word++)
      hash = Math.imul(hash ^ bits[word], 0x9e3779b1) ^ (hash >>> 15);
    return table.find(hash, corner, (other) => {
      for (let word = 0; word < 6; word++) if (bits[6 * corner + word] !== bits[6 * other + word]) return false;
      return true;
    });
  });
}

/** Finds the first of equal things by their hash, with open addressing: a `Map` of a million strings takes seconds. */
class HashTable {
  readonly #slots: Int32Array;
  readonly #mask: number;

  constructor(count: number) {
    const size = 2 ** Math.ceil(Math.log2(2 * count + 1));
    this.#slots = new Int32Array(size).fill(-1);
    this.#mask = size - 1;
  }

  /** The first item entered that equals this one; the item itself, now entered, where there is none. */
  find(hash: number, item: number, equals: (other: number) => boolean): number {
    let slot = (hash ^ (hash >>> 16)) & this.#mask;
    while (this.#slots[slot] >= 0) {
      if (equals(this.#slots[slot])) return this.#slots[slot];
      slot = (slot + 1) & this.#mask;
    }
    this.#slots[slot] = item;
    return item;
  }
}

/** A function that lists the triangles sharing an edge with one, side by side, each side's in ascending order. */
function findNeighbours(vertices: Uint32Array): (triangle: number) => readonly number[] {
  const sides = vertices.length;
  const table = new HashTable(sides);
  const end = (side: number): number => vertices[side % 3 === 2 ? side - 2 : side + 1];
  const next = new Int32Array(sides).fill(-1);
  const last = Int32Array.from({ length: sides }, (_, side) => side);
  const firstOf = Int32Array.from({ length: sides }, (_, side) => {
    const low = Math.min(vertices[side], end(side));
    const high = Math.max(vertices[side], end(side));
    const first = table.find(
      Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b),
      side,
      (other) => Math.min(vertices[other], end(other)) === low && Math.max(vertices[other], end(other)) === high,
    );
    if (first !== side) {
      next[last[first]] = side;
      last[first] = side;
    }
    return first;
  });
  return (triangle) => {
    const found: number[] = [];
    for (let side = 3 * triangle; side < 3 * triangle + 3; side++) {
      for (let other = firstOf[side]; other >= 0; other = next[other]) {
        const neighbour = Math.floor(other / 3);
        if (neighbour !== triangle) found.push(neighbour);
      }
    }
    return found;
  };
}

/** In-plane coordinates, and where the corner's three stand. */
type PlanePoint = readonly [u: number, v: number, corner: number];

/** The convex chain of sorted points that keeps to their right, without its last one. */
function hullChain(source: readonly PlanePoint[]): PlanePoint[] {
  const kept: PlanePoint[] = [];
  for (const point of source) {
    while (kept.length >= 2 && turn(kept[kept.length - 2], kept[kept.length - 1], point) <= 0) kept.pop();
    kept.push(point);
  }
  kept.pop();
  return kept;
}

/** Twice the area of a triangle: positive for a turn to the left. */
const turn = (o: PlanePoint, p: PlanePoint, q: PlanePoint): number =>
  (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0]);

/** Corners of triangles that lie on their convex hull, as projected on a plane (Andrew's monotone chain). */
function convexHull(
  corners: Float64Array,
  triangles: readonly number[],
  nx: number,
  ny: number,
  nz: number,
): { points: number[]; area: number } {
  // Two axes in the plane, from the world axis that the normal leans on least.
  const ax = Math.abs(nx);
  const ay = Math.abs(ny);
  const az = Math.abs(nz);
  const [hx, hy, hz] = ax <= ay && ax <= az ? [1, 0, 0] : ay <= az ? [0, 1, 0] : [0, 0, 1];
  let ux = ny * hz - nz * hy;
  let uy = nz * hx - nx * hz;
  let uz = nx * hy - ny * hx;
  const length = Math.hypot(ux, uy, uz);
  ux /= length;
  uy /= length;
  uz /= length;
  const vx = ny * uz - nz * uy;
  const vy = nz * ux - nx * uz;
  const vz = nx * uy - ny * ux;
  const points: PlanePoint[] = [];
  for (const triangle of triangles) {
    for (let k = 9 * triangle; k < 9 * triangle + 9; k += 3) {
      const x = corners[k];
      const y = corners[k + 1];
      const z = corners[k + 2];
      points.push([ux * x + uy * y + uz * z, vx * x + vy * y + vz * z, k]);
    }
  }
  points.sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  const hull = [...hullChain(points), ...hullChain([...points].reverse())];
  let doubleArea = 0;
  hull.forEach(([x, y], i) => {
    const [x2, y2] = hull[(i + 1) % hull.length];
    doubleArea += x * y2 - x2 * y;
  });
  return {
    points: hull.flatMap(([, , k]) => [corners[k], corners[k + 1], corners[k + 2]]),
    area: doubleArea / 2,
  };
}
