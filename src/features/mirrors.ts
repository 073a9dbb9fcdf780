/** What a ray meets in a known scene: where it ends after mirroring at every surface on its way, and who is in sight. */
import { buildBvh } from '../propagation/bvh-build.ts';
import { isBlocked, TEST_SIZE, walkCrossings } from '../propagation/bvh.ts';
import { gatherCorners } from '../scene/geometry.ts';
import { buildScene } from '../scene/registry.ts';
import type { Vector3 } from '../scene/scene.ts';

/** Where a ray ended. */
export interface FoldedRay {
  readonly end: Vector3;
  /** How often it was mirrored. */
  readonly bounces: number;
}

/** The surfaces of a scene as mirrors. */
export interface Mirrors {
  /**
   * Follows a ray for its whole length. After {@link MOST_BOUNCES} mirrors it goes on straight, whatever is in its way.
   *
   * @param azimuth, elevation its direction at the start, radians
   * @param length metres
   */
  follow(this: void, start: Vector3, azimuth: number, elevation: number, length: number): FoldedRay;
  /** Whether nothing lies between two points. */
  isClear(this: void, from: Vector3, to: Vector3): boolean;
}

/** Paths of the paper's scenes are traced with up to three reflections; a few more cost little. */
const MOST_BOUNCES = 5;
/** A ray does not meet the surface that it starts on, metres. */
const CONTACT = 1e-6;

const opened = new Map<string, Mirrors>();

/**
 * The mirrors of a built-in scene, which are made once.
 *
 * @throws LabError 'unknown-id' for a scene that is not built in
 */
export function openMirrors(sceneId: string): Mirrors {
  const known = opened.get(sceneId);
  if (known) return known;
  const { mesh } = buildScene(sceneId);
  const mirrors = createMirrors(gatherCorners(mesh.positions, mesh.indices));
  opened.set(sceneId, mirrors);
  return mirrors;
}

/** @param corners corner coordinates of all triangles [T, 3, 3], metres */
export function createMirrors(corners: Float64Array): Mirrors {
  const bvh = buildBvh(corners);
  const { tests } = bvh;
  return {
    follow(start, azimuth, elevation, length) {
      let [x, y, z] = start;
      let dx = Math.cos(elevation) * Math.cos(azimuth);
      let dy = Math.cos(elevation) * Math.sin(azimuth);
      let dz = Math.sin(elevation);
      let left = length;
      for (let bounces = 0; ; bounces++) {
        const end: Vector3 = [x + left * dx, y + left * dy, z + left * dz];
        let nearest = Infinity;
        let mirror = -1;
        if (bounces < MOST_BOUNCES) {
          walkCrossings(bvh, x, y, z, ...end, (slot, share) => {
            if (share * left > CONTACT && share < nearest) {
              nearest = share;
              mirror = slot;
            }
            return false;
          });
        }
        if (mirror < 0) return { end, bounces };
        const [nx, ny, nz] = tests.subarray(TEST_SIZE * mirror, TEST_SIZE * mirror + 3);
        const twice = (2 * (dx * nx + dy * ny + dz * nz)) / (nx * nx + ny * ny + nz * nz);
        x += nearest * left * dx;
        y += nearest * left * dy;
        z += nearest * left * dz;
        dx -= twice * nx;
        dy -= twice * ny;
        dz -= twice * nz;
        left *= 1 - nearest;
      }
    },
    isClear: (from, to) => !isBlocked(bvh, ...from, ...to),
  };
}
