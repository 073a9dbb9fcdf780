/** A scene with what the tracer needs to ask it questions quickly. Prepare once, trace many times. */
import { LabError } from '../errors/lab-error.ts';
import { finishSteps, stepsBetween, type Steps } from '../numerics/steps.ts';
import { enclosePoints, gatherCorners } from '../scene/geometry.ts';
import type { Scene, SceneObject, Vector3 } from '../scene/scene.ts';
import { createSolidFinder } from '../scene/solids.ts';
import type { BoxHierarchy, Bvh } from './bvh.ts';
import { findNearSurface } from './bvh.ts';
import { buildBvh, buildHierarchy } from './bvh-build.ts';
import type { EdgeTable } from './edges.ts';
import { buildEdgesInSteps } from './edges.ts';
import type { FacetTable } from './facets.ts';
import { buildFacets } from './facets.ts';
import { findWalls } from './walls.ts';

/** Ends closer than this to a surface, or to each other, are refused, metres. */
export const MINIMUM_DISTANCE = 0.01;

/** See `prepareScene`. */
export interface PreparedScene {
  readonly scene: Scene;
  readonly bvh: Bvh;
  readonly facets: FacetTable;
  /** Facet of each triangle slot of the hierarchy [T]. */
  readonly facetOfSlot: Uint32Array;
  /** Edges that diffract. */
  readonly edges: EdgeTable;
  /** Extents of all facets, a little wider than they are [F, 6], metres. */
  readonly facetBoxes: Float64Array;
  /** The facets' hierarchy, and the facet in each of its slots. */
  readonly facetHierarchy: BoxHierarchy & { readonly itemOfSlot: Uint32Array };
  /** Edges of each facet. */
  readonly facetEdges: FacetEdges;
  /** Upright rectangles of the facets, see `findWalls` [F, 7], metres. */
  readonly walls: Float64Array;
  /** Extents of all edges [E, 6], metres. */
  readonly edgeBoxes: Float64Array;
  /** The edges' hierarchy, and the edge in each of its slots. */
  readonly edgeHierarchy: BoxHierarchy & { readonly itemOfSlot: Uint32Array };
  /** The declared solid inside of which a point x, y, z lies, or null. */
  readonly solidAt: (x: number, y: number, z: number) => SceneObject | null;
}

/**
 * Builds the acceleration structures, the reflecting facets and the diffracting edges of a scene.
 *
 * @param scene the world; its triangles have area (`SceneBuilder` sees to that)
 */
export function prepareScene(scene: Scene): PreparedScene {
  return finishSteps(prepareSceneInSteps(scene));
}

/** The same in steps, the longest a second or two for the largest scenes that can be brought. */
export function* prepareSceneInSteps(scene: Scene): Steps<PreparedScene> {
  const corners = gatherCorners(scene.mesh.positions, scene.mesh.indices);
  const bvh = buildBvh(corners);
  yield 0.2;
  const facets = buildFacets(corners);
  yield 0.4;
  const facetOfSlot = bvh.triangleOfSlot.map((triangle) => facets.facetOfTriangle[triangle]);
  const materials = scene.mesh.objectOfTriangle.map((object) => scene.objects[object].material);
  const edges = yield* stepsBetween(buildEdgesInSteps(corners, facets, bvh, materials), 0.4, 0.9);
  const facetBoxes = boxFacets(corners, facets, 1000 * bvh.tolerance);
  const edgeBoxes = boxEdges(edges);
  return {
    scene,
    bvh,
    facets,
    facetOfSlot,
    edges,
    facetBoxes,
    facetHierarchy: buildHierarchy(facetBoxes),
    facetEdges: listEdges(edges, facets.count),
    walls: findWalls(facets),
    edgeBoxes,
    edgeHierarchy: buildHierarchy(edgeBoxes),
    solidAt: createSolidFinder(scene),
  };
}

/**
 * Extents of all facets [F, 6], metres: of all their triangles, since a hull's corners need not hold an uneven facet. The
 * margin, metres, and what is uneven keep points that lie in a facet's plane from being told outside.
 */
function boxFacets(
  corners: Float64Array,
  { count, triangles, triangleOffsets, unevenness }: FacetTable,
  margin: number,
): Float64Array {
  const boxes = new Float64Array(6 * count);
  const box = new Float64Array(6);
  for (let facet = 0; facet < count; facet++) {
    const b = 6 * facet;
    boxes.fill(Infinity, b, b + 3).fill(-Infinity, b + 3, b + 6);
    for (let i = triangleOffsets[facet]; i < triangleOffsets[facet + 1]; i++) {
      enclosePoints(corners, 3 * triangles[i], 3 * triangles[i] + 3, box, 0);
      for (let axis = 0; axis < 3; axis++) {
        boxes[b + axis] = Math.min(boxes[b + axis], box[axis]);
        boxes[b + 3 + axis] = Math.max(boxes[b + 3 + axis], box[3 + axis]);
      }
    }
    for (let axis = 0; axis < 3; axis++) {
      boxes[b + axis] -= margin + 2 * unevenness[facet];
      boxes[b + 3 + axis] += margin + 2 * unevenness[facet];
    }
  }
  return boxes;
}

/** See `PreparedScene.facetEdges`. */
export interface FacetEdges {
  /** Start of each facet's edges in `edges` [F + 1]. */
  readonly offsets: Uint32Array;
  /** Edges, facet by facet; one between two facets is told of both. */
  readonly edges: Uint32Array;
}

function listEdges({ count, facets }: EdgeTable, facetCount: number): FacetEdges {
  const offsets = new Uint32Array(facetCount + 1);
  for (const facet of facets) if (facet >= 0) offsets[facet + 1]++;
  for (let facet = 0; facet < facetCount; facet++) offsets[facet + 1] += offsets[facet];
  const next = offsets.slice(0, facetCount);
  const edges = new Uint32Array(offsets[facetCount]);
  for (let side = 0; side < 2 * count; side++) if (facets[side] >= 0) edges[next[facets[side]]++] = side >> 1;
  return { offsets, edges };
}

/** Extents of all edges [E, 6], metres. */
function boxEdges({ count, starts, directions, lengths }: EdgeTable): Float64Array {
  const ends = new Float64Array(6 * count);
  const boxes = new Float64Array(6 * count);
  for (let edge = 0; edge < count; edge++) {
    for (let axis = 0; axis < 3; axis++) {
      ends[6 * edge + axis] = starts[3 * edge + axis];
      ends[6 * edge + 3 + axis] = starts[3 * edge + axis] + lengths[edge] * directions[3 * edge + axis];
    }
    enclosePoints(ends, 2 * edge, 2 * edge + 2, boxes, 6 * edge);
  }
  return boxes;
}

/**
 * Checks that an end of a link is a finite point outside of declared solids that keeps its distance from every surface.
 *
 * @param prepared the scene
 * @param point metres
 * @param end what to call it in the error, such as "The user"
 * @throws LabError `bad-argument` for a coordinate that is not finite, `too-close` within 1 cm of a surface or
 *   inside of a solid
 */
export function checkEnd(prepared: PreparedScene, point: Vector3, end: string): void {
  const [x, y, z] = point;
  if (!(Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(z))) {
    throw new LabError('bad-argument', `${end} is at ${x}, ${y}, ${z}.`, 'Give three finite coordinates in metres.');
  }
  const slot = findNearSurface(prepared.bvh, x, y, z, MINIMUM_DISTANCE);
  if (slot < 0) {
    const solid = prepared.solidAt(x, y, z);
    if (!solid) return;
    throw new LabError(
      'too-close',
      `${end} at ${x}, ${y}, ${z} is inside "${solid.name}" of scene "${prepared.scene.id}".`,
      'Move it out into the open.',
    );
  }
  const { scene, bvh } = prepared;
  const { name } = scene.objects[scene.mesh.objectOfTriangle[bvh.triangleOfSlot[slot]]];
  throw new LabError(
    'too-close',
    `${end} at ${x}, ${y}, ${z} is within 1 cm of "${name}" in scene "${scene.id}".`,
    'Move it at least 1 cm away from every surface.',
  );
}
