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
  /** Convex hull of each facet's corners, in the facet's plane [Σ, 3], metres. */
  readonly outlines: Float64Array;
  /** 1 where the facet fills its hull. */
  readonly convex: Uint8Array;
}

/** Corners of one facet may lie this far from its plane, metres: what float32 files do to a flat city block. */
const FLATNESS = 1e-3;
/** Neighbours in one facet have normals at most about 2.5° apart; of slivers this asks what `FLATNESS` cannot. */
const PARALLEL = 0.999;

/**
 * Groups triangles into facets.
 *
 * @param corners corner coordinates [T, 3, 3], metres
 */
export function buildFacets(corners: Float64Array): FacetTable {
  const count = corners.length / 9;
  const { normals, areas } = measureTriangles(corners);
  const neighbours = findNeighbours(corners);
  const facetOfTriangle = new Uint32Array(count).fill(0xffffffff);
  const bySize = Array.from({ length: count }, (_, i) => i).sort((a, b) => areas[b] - areas[a]);
  const planes: number[] = [];
  const triangles: number[] = [];
  const triangleOffsets = [0];
  const outlines: number[] = [];
  const outlineOffsets = [0];
  const convex: number[] = [];
  for (const seed of bySize) {
    if (facetOfTriangle[seed] !== 0xffffffff) continue;
    const facet = convex.length;
    const nx = normals[3 * seed];
    const ny = normals[3 * seed + 1];
    const nz = normals[3 * seed + 2];
    const offset = nx * corners[9 * seed] + ny * corners[9 * seed + 1] + nz * corners[9 * seed + 2];
    const fits = (triangle: number): boolean => {
      const dot = nx * normals[3 * triangle] + ny * normals[3 * triangle + 1] + nz * normals[3 * triangle + 2];
      if (Math.abs(dot) < PARALLEL) return false;
      for (let k = 9 * triangle; k < 9 * triangle + 9; k += 3) {
        if (Math.abs(nx * corners[k] + ny * corners[k + 1] + nz * corners[k + 2] - offset) > FLATNESS) return false;
      }
      return true;
    };
    const first = triangles.length;
    let area = 0;
    facetOfTriangle[seed] = facet;
    triangles.push(seed);
    for (let next = first; next < triangles.length; next++) {
      area += areas[triangles[next]];
      for (const other of neighbours(triangles[next])) {
        if (facetOfTriangle[other] !== 0xffffffff || !fits(other)) continue;
        facetOfTriangle[other] = facet;
        triangles.push(other);
      }
    }
    triangleOffsets.push(triangles.length);
    planes.push(nx, ny, nz, offset);
    const hull = convexHull(corners, triangles.slice(first), nx, ny, nz, offset);
    outlines.push(...hull.points);
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
    convex: Uint8Array.from(convex),
  };
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

/** A function that lists the triangles sharing an edge with one; corners are matched by coordinate, not by index. */
function findNeighbours(corners: Float64Array): (triangle: number) => readonly number[] {
  const vertexOf = new Map<string, number>();
  const vertices = new Uint32Array(corners.length / 3);
  for (let i = 0; i < vertices.length; i++) {
    const key = `${corners[3 * i]},${corners[3 * i + 1]},${corners[3 * i + 2]}`;
    let vertex = vertexOf.get(key);
    if (vertex === undefined) vertexOf.set(key, (vertex = vertexOf.size));
    vertices[i] = vertex;
  }
  const total = vertexOf.size;
  const edgeKey = (triangle: number, side: number): number => {
    const a = vertices[3 * triangle + side];
    const b = vertices[3 * triangle + ((side + 1) % 3)];
    return Math.min(a, b) * total + Math.max(a, b);
  };
  const edges = new Map<number, number[]>();
  for (let triangle = 0; triangle < vertices.length / 3; triangle++) {
    for (let side = 0; side < 3; side++) {
      const key = edgeKey(triangle, side);
      const list = edges.get(key);
      if (list) list.push(triangle);
      else edges.set(key, [triangle]);
    }
  }
  return (triangle) => {
    const found: number[] = [];
    for (let side = 0; side < 3; side++) {
      for (const other of edges.get(edgeKey(triangle, side)) ?? []) if (other !== triangle) found.push(other);
    }
    return found;
  };
}

/** Convex hull of triangles' corners, projected on a plane and lifted back (Andrew's monotone chain). */
function convexHull(
  corners: Float64Array,
  triangles: readonly number[],
  nx: number,
  ny: number,
  nz: number,
  offset: number,
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
  const points: [number, number][] = [];
  for (const triangle of triangles) {
    for (let k = 9 * triangle; k < 9 * triangle + 9; k += 3) {
      const x = corners[k];
      const y = corners[k + 1];
      const z = corners[k + 2];
      points.push([ux * x + uy * y + uz * z, vx * x + vy * y + vz * z]);
    }
  }
  points.sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  const turn = (o: [number, number], p: [number, number], q: [number, number]): number =>
    (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0]);
  const chain = (source: readonly [number, number][]): [number, number][] => {
    const kept: [number, number][] = [];
    for (const point of source) {
      while (kept.length >= 2 && turn(kept[kept.length - 2], kept[kept.length - 1], point) <= 0) kept.pop();
      kept.push(point);
    }
    kept.pop();
    return kept;
  };
  const hull = [...chain(points), ...chain([...points].reverse())];
  let doubleArea = 0;
  hull.forEach(([x, y], i) => {
    const [x2, y2] = hull[(i + 1) % hull.length];
    doubleArea += x * y2 - x2 * y;
  });
  return {
    points: hull.flatMap(([u, v]) => [
      u * ux + v * vx + offset * nx,
      u * uy + v * vy + offset * ny,
      u * uz + v * vz + offset * nz,
    ]),
    area: doubleArea / 2,
  };
}
