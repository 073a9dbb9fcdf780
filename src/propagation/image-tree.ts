/**
 * The images of a site: its mirror points in one facet after another, as far as a ray could go. Sites stand still and
 * users move, so the tree is grown once. A branch is cut only where no ray can follow: each mirror is seen through the
 * one before it (beam clipping), so the pruned tree finds exactly the paths that trying all sequences would.
 */
import { clipPolygon } from './polygons.ts';
import type { PreparedScene } from './prepared-scene.ts';
import { findFacetsInBeam, isHidden } from './visibility.ts';

/** All images of one site, parents before children; node 0 is the site itself. */
export interface ImageTree {
  readonly count: number;
  /** Reflections of the deepest generation. */
  readonly depth: number;
  /** First node of each generation, and the end of the last [depth + 2]. */
  readonly generations: readonly number[];
  /** The node that this one mirrors [N]; 0 for the root. */
  readonly parents: Uint32Array;
  /** The mirroring facet [N]. */
  readonly facets: Uint32Array;
  /** Reflections so far [N]. */
  readonly orders: Uint8Array;
  /** Image positions [N, 3], metres. */
  readonly images: Float64Array;
  /** Extent of the part of the mirror that the image is seen through [N, 6], metres. */
  readonly apertures: Float64Array;
}

/** Beams are widened by this much, metres per metre of scene: what rounding may do, and no more. */
const BEAM_MARGIN = 1e-9;

/**
 * Grows the image tree of a point.
 *
 * @param prepared the scene
 * @param x the site, metres (likewise y, z)
 * @param maximumReflections longest sequence of mirrors
 * @param nodeLimit no generation but the first is added to a tree of more nodes; `joinTrees` finds longer paths
 * @param prune false tries every sequence; only tests want that
 */
export function growImageTree(
  prepared: PreparedScene,
  x: number,
  y: number,
  z: number,
  maximumReflections: number,
  nodeLimit = Infinity,
  prune = true,
): ImageTree {
  const { facets, bvh } = prepared;
  const margin = Math.max(1, bvh.tolerance * 1e9) * BEAM_MARGIN;
  const everyFacet = Array.from({ length: facets.count }, (_, facet) => facet);
  const parents: number[] = [0];
  const facetOf: number[] = [0];
  const orders: number[] = [0];
  const images: number[] = [x, y, z];
  const apertures: number[] = [x, y, z, x, y, z];
  // The clipped mirror of each node of the generation that is being extended, dropped once its children are known.
  let polygons = new Map<number, Float64Array>();
  let generation: number[] = [0];
  const generations = [0, 1];
  for (let order = 1; order <= maximumReflections && (order === 1 || parents.length <= nodeLimit); order++) {
    const nextPolygons = new Map<number, Float64Array>();
    const nextGeneration: number[] = [];
    for (const parent of generation) {
      const px = images[3 * parent];
      const py = images[3 * parent + 1];
      const pz = images[3 * parent + 2];
      const aperture = polygons.get(parent);
      const beam = aperture === undefined ? [] : beamPlanes(prepared, facetOf[parent], px, py, pz, aperture, margin);
      for (const facet of prune ? findFacetsInBeam(prepared, beam) : everyFacet) {
        if (order > 1 && facet === facetOf[parent]) continue;
        const nx = facets.planes[4 * facet];
        const ny = facets.planes[4 * facet + 1];
        const nz = facets.planes[4 * facet + 2];
        const distance = nx * px + ny * py + nz * pz - facets.planes[4 * facet + 3];
        if (Math.abs(distance) <= bvh.tolerance) continue;
        const outline = facets.outlines.subarray(
          3 * facets.outlineOffsets[facet],
          3 * facets.outlineOffsets[facet + 1],
        );
        if (prune && order > 1 && !reachesBefore(prepared, facetOf[parent], px, py, pz, outline)) continue;
        let polygon: Float64Array | null = outline;
        if (prune) {
          for (let i = 0; polygon !== null && i < beam.length; i += 4) {
            polygon = clipPolygon(polygon, beam[i], beam[i + 1], beam[i + 2], beam[i + 3]);
          }
          if (polygon === null) continue;
          if (isHidden(prepared, px, py, pz, order > 1 ? facetOf[parent] : -1, facet, polygon, order > 1 ? 1 : 5))
            continue;
        }
        const node = parents.push(parent) - 1;
        facetOf.push(facet);
        orders.push(order);
        images.push(px - 2 * distance * nx, py - 2 * distance * ny, pz - 2 * distance * nz);
        pushExtent(apertures, polygon, margin);
        nextGeneration.push(node);
        nextPolygons.set(node, polygon);
      }
    }
    polygons = nextPolygons;
    generation = nextGeneration;
    generations.push(parents.length);
  }
  return {
    count: parents.length,
    depth: generations.length - 2,
    generations,
    parents: Uint32Array.from(parents),
    facets: Uint32Array.from(facetOf),
    orders: Uint8Array.from(orders),
    images: Float64Array.from(images),
    apertures: Float64Array.from(apertures),
  };
}

/** Whether any of a facet lies strictly before a mirror, where its reflections go; one that continues it does not. */
function reachesBefore(
  { facets, bvh }: PreparedScene,
  mirror: number,
  x: number,
  y: number,
  z: number,
  outline: Float64Array,
): boolean {
  const nx = facets.planes[4 * mirror];
  const ny = facets.planes[4 * mirror + 1];
  const nz = facets.planes[4 * mirror + 2];
  const offset = facets.planes[4 * mirror + 3];
  const side = nx * x + ny * y + nz * z > offset ? -1 : 1; // the image is behind
  for (let i = 0; i < outline.length; i += 3) {
    if (side * (nx * outline[i] + ny * outline[i + 1] + nz * outline[i + 2] - offset) > bvh.tolerance) return true;
  }
  return false;
}

/**
 * The half spaces a·p ≥ b that hold whatever an image can light through its mirror: the mirror's far side, and the
 * sides of the pyramid from the image through the mirror's outline.
 */
function beamPlanes(
  prepared: PreparedScene,
  mirror: number,
  x: number,
  y: number,
  z: number,
  aperture: Float64Array,
  margin: number,
): number[] {
  const { planes } = prepared.facets;
  const beam: number[] = [];
  let nx = planes[4 * mirror];
  let ny = planes[4 * mirror + 1];
  let nz = planes[4 * mirror + 2];
  let offset = planes[4 * mirror + 3];
  if (nx * x + ny * y + nz * z > offset) [nx, ny, nz, offset] = [-nx, -ny, -nz, -offset];
  beam.push(nx, ny, nz, offset - margin);

  const count = aperture.length / 3;
  let cx = 0;
  let cy = 0;
  let cz = 0;
  for (let i = 0; i < count; i++) {
    cx += aperture[3 * i] / count;
    cy += aperture[3 * i + 1] / count;
    cz += aperture[3 * i + 2] / count;
  }
  for (let i = 0; i < count; i++) {
    const a = 3 * i;
    const b = 3 * ((i + 1) % count);
    const ux = aperture[a] - x;
    const uy = aperture[a + 1] - y;
    const uz = aperture[a + 2] - z;
    const vx = aperture[b] - x;
    const vy = aperture[b + 1] - y;
    const vz = aperture[b + 2] - z;
    let sx = uy * vz - uz * vy;
    let sy = uz * vx - ux * vz;
    let sz = ux * vy - uy * vx;
    const length = Math.hypot(sx, sy, sz);
    const edge = Math.hypot(vx - ux, vy - uy, vz - uz);
    // A side through an edge of no length, or seen end on, has no reliable direction: leave it open.
    if (edge < 1e-6 || length < 1e-9 * edge * Math.hypot(ux, uy, uz)) continue;
    sx /= length;
    sy /= length;
    sz /= length;
    const inside = sx * (cx - x) + sy * (cy - y) + sz * (cz - z);
    if (Math.abs(inside) <= 10 * margin) continue;
    if (inside < 0) [sx, sy, sz] = [-sx, -sy, -sz];
    // Rounding of the edge's ends is magnified by the lever from the edge to whatever is lit.
    beam.push(sx, sy, sz, sx * x + sy * y + sz * z - margin * Math.max(1, 1000 / edge));
  }
  return beam;
}

function pushExtent(target: number[], polygon: Float64Array, margin: number): void {
  const extent = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
  for (let i = 0; i < polygon.length; i++) {
    extent[i % 3] = Math.min(extent[i % 3], polygon[i] - margin);
    extent[3 + (i % 3)] = Math.max(extent[3 + (i % 3)], polygon[i] + margin);
  }
  target.push(...extent);
}
