/** Facets cut into patches that scatter, each as one point. */
import { createRandom } from '../numerics/random.ts';
import type { Bvh } from './bvh.ts';
import type { FacetTable } from './facets.ts';
import { clipPolygon } from './polygons.ts';

/** Patches of a scene, as a structure of arrays. */
export interface PatchTable {
  readonly count: number;
  /** Where each patch scatters, a point on its facet [P, 3], metres. */
  readonly centres: Float64Array;
  /** Unit normals, either side [P, 3]. */
  readonly normals: Float64Array;
  /** Square metres [P]. */
  readonly areas: Float64Array;
  /** Facet of each patch [P]. */
  readonly facets: Int32Array;
  /** Slot of the triangle on which the centre lies, for its material [P]. */
  readonly slots: Int32Array;
  /** Phases of TE, TM and of what changes between them [P, 3], radians: a patch's own, whoever looks at it. */
  readonly phases: Float64Array;
}

/** What of a facet lies in one cell of the grid. */
interface Cell {
  area: number;
  /** Sum of area times centre. */
  readonly moment: Float64Array;
  /** The largest piece: its triangle stands for the patch's material. */
  largest: number;
  slot: number;
}

/**
 * Cuts every facet by a square grid in its plane.
 *
 * @param bvh hierarchy of the scene's triangles
 * @param facets of the same triangles
 * @param patchSize width of the grid's cells, metres
 * @param seed of the phases; equal scenes, sizes and seeds give equal patches
 */
export function buildPatches(bvh: Bvh, facets: FacetTable, patchSize: number, seed: number): PatchTable {
  const centres: number[] = [];
  const normals: number[] = [];
  const areas: number[] = [];
  const patchFacets: number[] = [];
  const slots: number[] = [];
  for (let facet = 0; facet < facets.count; facet++) {
    const [nx, ny, nz] = facets.planes.subarray(4 * facet, 4 * facet + 3);
    // u runs level, v across it: the grid of a wall follows the ground.
    const level = Math.hypot(nx, ny);
    const u = level > 1e-6 ? [-ny / level, nx / level, 0] : [1, 0, 0];
    const v = [ny * u[2] - nz * u[1], nz * u[0] - nx * u[2], nx * u[1] - ny * u[0]];
    const cells = new Map<string, Cell>();
    for (let i = facets.triangleOffsets[facet]; i < facets.triangleOffsets[facet + 1]; i++) {
      const slot = bvh.slotOfTriangle[facets.triangles[i]];
      cutTriangle(bvh.corners.subarray(9 * slot, 9 * slot + 9), slot, u, v, patchSize, cells);
    }
    for (const { area, moment, slot } of cells.values()) {
      centres.push(moment[0] / area, moment[1] / area, moment[2] / area);
      normals.push(nx, ny, nz);
      areas.push(area);
      patchFacets.push(facet);
      slots.push(slot);
    }
  }
  const random = createRandom(seed);
  return {
    count: areas.length,
    centres: Float64Array.from(centres),
    normals: Float64Array.from(normals),
    areas: Float64Array.from(areas),
    facets: Int32Array.from(patchFacets),
    slots: Int32Array.from(slots),
    phases: Float64Array.from({ length: 3 * areas.length }, () => 2 * Math.PI * random.uniform()),
  };
}

/** Adds what each cell of the grid holds of a triangle. */
function cutTriangle(
  corners: Float64Array,
  slot: number,
  u: readonly number[],
  v: readonly number[],
  size: number,
  cells: Map<string, Cell>,
): void {
  for (const [column, strip] of cutStrips(corners, u, size)) {
    for (const [row, piece] of cutStrips(strip, v, size)) {
      const { area, centre } = measure(piece);
      if (!(area > 0)) continue;
      const key = `${column},${row}`;
      let cell = cells.get(key);
      if (!cell) cells.set(key, (cell = { area: 0, moment: new Float64Array(3), largest: 0, slot }));
      cell.area += area;
      for (let axis = 0; axis < 3; axis++) cell.moment[axis] += area * centre[axis];
      if (area <= cell.largest) continue;
      cell.largest = area;
      cell.slot = slot;
    }
  }
}

/** The pieces of a convex polygon between equidistant planes across an axis, with their numbers. */
function* cutStrips(
  polygon: Float64Array,
  [x, y, z]: readonly number[],
  size: number,
): Generator<readonly [number, Float64Array]> {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < polygon.length; i += 3) {
    const at = (x * polygon[i] + y * polygon[i + 1] + z * polygon[i + 2]) / size;
    low = Math.min(low, at);
    high = Math.max(high, at);
  }
  for (let strip = Math.floor(low); strip < high; strip++) {
    const above = clipPolygon(polygon, x, y, z, strip * size);
    const between = above && clipPolygon(above, -x, -y, -z, -(strip + 1) * size);
    if (between) yield [strip, between];
  }
}

/** Area and centre of a convex polygon. */
function measure(polygon: Float64Array): { readonly area: number; readonly centre: Float64Array } {
  const centre = new Float64Array(3);
  let area = 0;
  for (let i = 3; i + 3 < polygon.length; i += 3) {
    const ax = polygon[i] - polygon[0];
    const ay = polygon[i + 1] - polygon[1];
    const az = polygon[i + 2] - polygon[2];
    const bx = polygon[i + 3] - polygon[0];
    const by = polygon[i + 4] - polygon[1];
    const bz = polygon[i + 5] - polygon[2];
    const part = Math.hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx) / 2;
    area += part;
    for (let axis = 0; axis < 3; axis++) {
      centre[axis] += (part * (polygon[axis] + polygon[i + axis] + polygon[i + 3 + axis])) / 3;
    }
  }
  return { area, centre: centre.map((moment) => moment / area) };
}
