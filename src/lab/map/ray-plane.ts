/** Where a line of sight meets a plane, and how far a point may go. */
import type { SceneView } from '../../engine/frontend.ts';

/** An axis-aligned box, metres. */
export type Bounds = SceneView['bounds'];

/** A point, metres. */
export type Point = readonly [number, number, number];

/** Users keep this distance from the outermost surfaces of a scene, metres. */
const EDGE_MARGIN = 0.1;

/**
 * The point of a ray on a plane.
 *
 * @param near a point of the ray close to the eye
 * @param far a point of the ray further away
 * @param at any point of the plane
 * @param normal of the plane, of any length
 * @returns null where the ray runs along the plane or meets it behind the eye
 */
export function intersectPlane(near: Point, far: Point, at: Point, normal: Point): Point | null {
  const dot = (a: Point, b: Point): number =>
    normal[0] * (a[0] - b[0]) + normal[1] * (a[1] - b[1]) + normal[2] * (a[2] - b[2]);
  const along = dot(at, near) / dot(far, near);
  if (!Number.isFinite(along) || along < 0) return null;
  const on = (axis: 0 | 1 | 2): number => near[axis] + along * (far[axis] - near[axis]);
  return [on(0), on(1), on(2)];
}

/** The nearest point inside the bounds, `EDGE_MARGIN` away from their sides. */
export function clampToBounds(point: Point, bounds: Bounds): Point {
  const clamp = (axis: 0 | 1 | 2): number =>
    Math.min(bounds.maximum[axis] - EDGE_MARGIN, Math.max(bounds.minimum[axis] + EDGE_MARGIN, point[axis]));
  return [clamp(0), clamp(1), clamp(2)];
}
