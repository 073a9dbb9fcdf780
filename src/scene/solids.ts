/** Where a user can stand: outside of what a scene declares solid, and clear of surfaces. */
import { distanceToTriangle, gatherCorners } from './geometry.ts';
import type { Scene, Vector3 } from './scene.ts';

/** An upward direction that runs along no edge of anything built: parity counting must not graze. */
const PROBE: Vector3 = [0.0123456789, 0.0234567891, 0.9996479];

/**
 * Whether a point lies inside an object that the scene declares solid: a line from it upwards leaves through an odd
 * number of that object's triangles. Objects may lack a bottom, since they stand on the ground.
 *
 * @param scene the world
 * @param point metres
 */
export function isInsideSolid(scene: Scene, point: Vector3): boolean {
  const { positions, indices, objectOfTriangle } = scene.mesh;
  const crossings = new Map<number, number>();
  for (let triangle = 0; triangle < objectOfTriangle.length; triangle++) {
    const object = objectOfTriangle[triangle];
    if (!scene.objects[object].solid) continue;
    if (probeHits(positions, indices, triangle, point)) crossings.set(object, (crossings.get(object) ?? 0) + 1);
  }
  for (const count of crossings.values()) if (count % 2 === 1) return true;
  return false;
}

/** Whether the probe line from `point` crosses a triangle (Möller and Trumbore 1997). */
function probeHits(positions: Float64Array, indices: Uint32Array, triangle: number, point: Vector3): boolean {
  const a = 3 * indices[3 * triangle];
  const b = 3 * indices[3 * triangle + 1];
  const c = 3 * indices[3 * triangle + 2];
  const e1x = positions[b] - positions[a];
  const e1y = positions[b + 1] - positions[a + 1];
  const e1z = positions[b + 2] - positions[a + 2];
  const e2x = positions[c] - positions[a];
  const e2y = positions[c + 1] - positions[a + 1];
  const e2z = positions[c + 2] - positions[a + 2];
  const px = PROBE[1] * e2z - PROBE[2] * e2y;
  const py = PROBE[2] * e2x - PROBE[0] * e2z;
  const pz = PROBE[0] * e2y - PROBE[1] * e2x;
  const determinant = e1x * px + e1y * py + e1z * pz;
  if (determinant === 0) return false;
  const tx = point[0] - positions[a];
  const ty = point[1] - positions[a + 1];
  const tz = point[2] - positions[a + 2];
  const u = (tx * px + ty * py + tz * pz) / determinant;
  if (u < 0 || u > 1) return false;
  const qx = ty * e1z - tz * e1y;
  const qy = tz * e1x - tx * e1z;
  const qz = tx * e1y - ty * e1x;
  const v = (PROBE[0] * qx + PROBE[1] * qy + PROBE[2] * qz) / determinant;
  if (v < 0 || u + v > 1) return false;
  return (e2x * qx + e2y * qy + e2z * qz) / determinant > 0;
}

/**
 * A function that gives the distance from a point to the nearest surface of the scene, metres.
 *
 * @param scene the world; its triangles are gathered once
 */
export function createClearance(scene: Scene): (point: Vector3) => number {
  const corners = gatherCorners(scene.mesh.positions, scene.mesh.indices);
  return ([x, y, z]) => {
    let nearest = Infinity;
    for (let offset = 0; offset < corners.length; offset += 9) {
      nearest = Math.min(nearest, distanceToTriangle(x, y, z, corners, offset));
    }
    return nearest;
  };
}
