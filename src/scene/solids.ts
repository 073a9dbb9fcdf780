/** What a scene declares solid, and who is inside of it. */
import { computeBounds, gatherCorners } from './geometry.ts';
import type { Scene, SceneObject, Vector3 } from './scene.ts';

/** An upward direction that runs along no edge of anything built: parity counting must not graze. */
const PROBE: Vector3 = [0.0123456789, 0.0234567891, 0.9996479];

/**
 * A function that gives the object inside of which a point lies, among those that the scene declares solid: a line from
 * the point upwards leaves through an odd number of that object's triangles. Objects may lack a bottom, since they stand
 * on the ground.
 *
 * @param scene the world; its solids are gathered once, so that a question costs a comparison of bounds for most of them
 * @returns of x, y, z in metres; null where a point is inside of nothing
 */
export function createSolidFinder(scene: Scene): (x: number, y: number, z: number) => SceneObject | null {
  const { positions, indices, objectOfTriangle } = scene.mesh;
  const indicesOf = new Map<number, number[]>();
  objectOfTriangle.forEach((object, triangle) => {
    if (!scene.objects[object].solid) return;
    const own = indicesOf.get(object) ?? [];
    own.push(indices[3 * triangle], indices[3 * triangle + 1], indices[3 * triangle + 2]);
    indicesOf.set(object, own);
  });
  const solids = [...indicesOf].map(([object, own]) => {
    const corners = gatherCorners(positions, Uint32Array.from(own));
    return { object: scene.objects[object], corners, bounds: computeBounds(corners) };
  });
  return (x, y, z) => {
    for (const { object, corners, bounds } of solids) {
      const { minimum, maximum } = bounds;
      if (x < minimum[0] || x > maximum[0] || y < minimum[1] || y > maximum[1] || z < minimum[2] || z > maximum[2]) {
        continue;
      }
      let inside = false;
      for (let offset = 0; offset < corners.length; offset += 9) {
        if (probeHits(corners, offset, x, y, z)) inside = !inside;
      }
      if (inside) return object;
    }
    return null;
  };
}

/** Whether the probe line from a point crosses the triangle whose corners start at `offset` (Möller and Trumbore 1997). */
function probeHits(corners: Float64Array, offset: number, x: number, y: number, z: number): boolean {
  const ax = corners[offset];
  const ay = corners[offset + 1];
  const az = corners[offset + 2];
  const e1x = corners[offset + 3] - ax;
  const e1y = corners[offset + 4] - ay;
  const e1z = corners[offset + 5] - az;
  const e2x = corners[offset + 6] - ax;
  const e2y = corners[offset + 7] - ay;
  const e2z = corners[offset + 8] - az;
  const px = PROBE[1] * e2z - PROBE[2] * e2y;
  const py = PROBE[2] * e2x - PROBE[0] * e2z;
  const pz = PROBE[0] * e2y - PROBE[1] * e2x;
  const determinant = e1x * px + e1y * py + e1z * pz;
  if (determinant === 0) return false;
  const tx = x - ax;
  const ty = y - ay;
  const tz = z - az;
  const u = (tx * px + ty * py + tz * pz) / determinant;
  if (u < 0 || u > 1) return false;
  const qx = ty * e1z - tz * e1y;
  const qy = tz * e1x - tx * e1z;
  const qz = tx * e1y - ty * e1x;
  const v = (PROBE[0] * qx + PROBE[1] * qy + PROBE[2] * qz) / determinant;
  if (v < 0 || u + v > 1) return false;
  return (e2x * qx + e2y * qy + e2z * qz) / determinant > 0;
}
