/** A scene with what the tracer needs to ask it questions quickly. Prepare once, trace many times. */
import { LabError } from '../errors/lab-error.ts';
import { gatherCorners } from '../scene/geometry.ts';
import type { Scene, SceneObject, Vector3 } from '../scene/scene.ts';
import { createSolidFinder } from '../scene/solids.ts';
import type { Bvh } from './bvh.ts';
import { findNearSurface } from './bvh.ts';
import { buildBvh } from './bvh-build.ts';
import type { FacetTable } from './facets.ts';
import { buildFacets } from './facets.ts';

/** Ends closer than this to a surface, or to each other, are refused, metres. */
export const MINIMUM_DISTANCE = 0.01;

/** See `prepareScene`. */
export interface PreparedScene {
  readonly scene: Scene;
  readonly bvh: Bvh;
  readonly facets: FacetTable;
  /** Facet of each triangle slot of the hierarchy [T]. */
  readonly facetOfSlot: Uint32Array;
  /** Slot of each triangle [T]. */
  readonly slotOfTriangle: Uint32Array;
  /** The declared solid inside of which a point x, y, z lies, or null. */
  readonly solidAt: (x: number, y: number, z: number) => SceneObject | null;
}

/**
 * Builds the acceleration structure and the reflecting facets of a scene.
 *
 * @param scene the world; its triangles have area (`SceneBuilder` sees to that)
 */
export function prepareScene(scene: Scene): PreparedScene {
  const corners = gatherCorners(scene.mesh.positions, scene.mesh.indices);
  const bvh = buildBvh(corners);
  const facets = buildFacets(corners);
  const slotOfTriangle = new Uint32Array(bvh.triangleOfSlot.length);
  bvh.triangleOfSlot.forEach((triangle, slot) => (slotOfTriangle[triangle] = slot));
  const facetOfSlot = bvh.triangleOfSlot.map((triangle) => facets.facetOfTriangle[triangle]);
  return { scene, bvh, facets, facetOfSlot, slotOfTriangle, solidAt: createSolidFinder(scene) };
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
