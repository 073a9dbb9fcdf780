/** Where a line of sight meets a horizontal plane, and how far it may go. */
import type { SceneView } from '../../engine/frontend.ts';

/** An axis-aligned box, metres. */
export type Bounds = SceneView['bounds'];

/** A point, metres. */
export type Point = readonly [number, number, number];

/** Users keep this distance from the outermost surfaces of a scene, metres. */
export const EDGE_MARGIN = 0.1;

/**
 * The point of a ray on the plane z = height.
 *
 * @param near a point of the ray close to the eye
 * @param far a point of the ray further away
 * @param height height of the plane, metres
 * @returns null where the ray runs level or meets the plane behind the eye
 */
export function intersectHorizontalPlane(near: Point, far: Point, height: number): Point | null {
  const climb = far[2] - near[2];
  const along = (height - near[2]) / climb;
  if (!Number.isFinite(along) || along < 0) return null;
  return [near[0] + along * (far[0] - near[0]), near[1] + along * (far[1] - near[1]), height];
}

/** The nearest point inside the bounds, `EDGE_MARGIN` away from their sides. */
export function clampToBounds(point: Point, bounds: Bounds): Point {
  const clamp = (axis: 0 | 1 | 2): number =>
    Math.min(bounds.maximum[axis] - EDGE_MARGIN, Math.max(bounds.minimum[axis] + EDGE_MARGIN, point[axis]));
  return [clamp(0), clamp(1), clamp(2)];
}
