/** How far a point is from every surface, looked up triangle by triangle. */
import { distanceToTriangle, gatherCorners } from '../geometry.ts';
import type { Scene, Vector3 } from '../scene.ts';

/**
 * A function that gives the distance from a point to the nearest surface of the scene, metres.
 *
 * @param scene the world; its triangles are gathered once
 */
export function createClearance(scene: Scene): (point: Vector3) => number {
  const corners = gatherCorners(scene.mesh.positions, scene.mesh.indices);
  const count = corners.length / 9;
  // A triangle lies within a ball around its first corner; most are ruled out by that.
  const radii = new Float64Array(count);
  for (let triangle = 0; triangle < count; triangle++) {
    const [ax, ay, az, bx, by, bz, cx, cy, cz] = corners.subarray(9 * triangle, 9 * triangle + 9);
    radii[triangle] = Math.max(Math.hypot(bx - ax, by - ay, bz - az), Math.hypot(cx - ax, cy - ay, cz - az));
  }
  return ([x, y, z]) => {
    let nearest = Infinity;
    for (let triangle = 0; triangle < count; triangle++) {
      const offset = 9 * triangle;
      const dx = x - corners[offset];
      const dy = y - corners[offset + 1];
      const dz = z - corners[offset + 2];
      const reach = nearest + radii[triangle];
      if (dx * dx + dy * dy + dz * dz > reach * reach) continue;
      nearest = Math.min(nearest, distanceToTriangle(x, y, z, corners, offset));
    }
    return nearest;
  };
}
