/**
 * The images of a site: its mirror points in one facet after another, as far as a ray could go. Sites stand still and
 * users move, so the tree is grown once. A branch is cut only where no ray can follow: each mirror is seen through the
 * one before it (beam clipping), so the pruned tree finds exactly the paths that trying all sequences would.
 */
import { finishSteps, type Steps } from '../numerics/steps.ts';
import { beamPlanes, pushExtent } from './beams.ts';
import { clipPolygon } from './polygons.ts';
import type { PreparedScene } from './prepared-scene.ts';
import type { View } from './view.ts';
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
  readonly extents: Float64Array;
  /** That part itself, a convex polygon of [V, 3] metres [N]; the root has none. */
  readonly apertures: readonly Float64Array[];
}

/** How thoroughly a tree is pruned; the paths that it finds are the same. */
export interface Pruning {
  /** No generation but the first is added to a tree of more nodes. */
  readonly nodeLimit: number;
  /** What the point itself sees. */
  readonly view: View;
  /** How often facets that the point sees are halved to find them hidden; −1 asks nothing of them. */
  readonly halvings: number;
  /** Surfaces that a ray may go through; any at all, and nothing but shadows hides. */
  readonly layers: number;
}

/** Facets that a step looks at: some milliseconds. */
const FACETS_PER_STEP = 256;

/**
 * Grows the image tree of a point.
 *
 * @param prepared the scene
 * @param x the point, metres (likewise y, z)
 * @param maximumReflections longest sequence of mirrors
 * @param pruning how thoroughly to prune; null tries every sequence, which only tests want
 */
export function growImageTree(
  prepared: PreparedScene,
  x: number,
  y: number,
  z: number,
  maximumReflections: number,
  pruning: Pruning | null,
): ImageTree {
  return finishSteps(growImageTreeInSteps(prepared, x, y, z, maximumReflections, pruning));
}

/** The same in steps: among a hundred thousand facets it takes minutes. */
export function* growImageTreeInSteps(
  prepared: PreparedScene,
  x: number,
  y: number,
  z: number,
  maximumReflections: number,
  pruning: Pruning | null,
): Steps<ImageTree> {
  const { facets, bvh } = prepared;
  const parents: number[] = [0];
  const facetOf: number[] = [0];
  const orders: number[] = [0];
  const images: number[] = [x, y, z];
  const extents: number[] = [x, y, z, x, y, z];
  const apertures: Float64Array[] = [new Float64Array(0)];
  const limit = pruning?.nodeLimit ?? Infinity;
  const layers = pruning?.layers ?? 0;
  const generations = [0, 1];
  let looked = 0;
  for (let order = 1; order <= maximumReflections && (order === 1 || parents.length <= limit); order++) {
    const first = generations[order - 1];
    for (let parent = first; parent < generations[order]; parent++) {
      const mirror = order === 1 ? -1 : facetOf[parent];
      const px = images[3 * parent];
      const py = images[3 * parent + 1];
      const pz = images[3 * parent + 2];
      const beam = mirror < 0 || pruning === null ? [] : beamPlanes(prepared, mirror, px, py, pz, apertures[parent]);
      const inSight = mirror < 0 && pruning ? pruning.view.facets : findFacetsInBeam(prepared, beam);
      for (const facet of inSight) {
        if (++looked % FACETS_PER_STEP === 0) {
          yield (order - 1 + (parent - first) / (generations[order] - first)) / maximumReflections;
        }
        if (facet === mirror) continue;
        const nx = facets.planes[4 * facet];
        const ny = facets.planes[4 * facet + 1];
        const nz = facets.planes[4 * facet + 2];
        const distance = nx * px + ny * py + nz * pz - facets.planes[4 * facet + 3];
        if (Math.abs(distance) <= bvh.tolerance) continue;
        const outline = facets.outlines.subarray(
          3 * facets.outlineOffsets[facet],
          3 * facets.outlineOffsets[facet + 1],
        );
        let polygon: Float64Array | null = outline;
        if (pruning) {
          if (mirror >= 0 && !reachesBefore(prepared, mirror, px, py, pz, outline)) continue;
          for (let i = 0; polygon !== null && i < beam.length; i += 4) {
            polygon = clipPolygon(polygon, beam[i], beam[i + 1], beam[i + 2], beam[i + 3]);
          }
          if (polygon === null) continue;
          const halvings = mirror < 0 ? pruning.halvings : 1;
          if (layers === 0 && halvings >= 0 && isHidden(prepared, px, py, pz, mirror, [facet], polygon, halvings)) {
            continue;
          }
        }
        parents.push(parent);
        facetOf.push(facet);
        orders.push(order);
        images.push(px - 2 * distance * nx, py - 2 * distance * ny, pz - 2 * distance * nz);
        pushExtent(prepared, facet, polygon, extents);
        apertures.push(polygon);
      }
    }
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
    extents: Float64Array.from(extents),
    apertures,
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
