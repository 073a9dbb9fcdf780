/**
 * The world that waves travel through: triangles with materials, the sites that listen, and what each thing is called.
 * It holds no acceleration structure (see `propagation/`) and nothing that moves.
 */
import type { RadioMaterial } from './materials.ts';
import type { GroundMarkings } from './markings.ts';
import type { Site } from './sites.ts';

/** A triangle soup in the local frame (x east, y north, z up, metres). */
export interface TriangleMesh {
  /** Vertex coordinates [V, 3], metres. */
  readonly positions: Float64Array;
  /** Vertex indices [T, 3]; counter-clockwise seen from outside where the mesh has an outside. */
  readonly indices: Uint32Array;
  /** Index into `Scene.objects` of each triangle [T]. */
  readonly objectOfTriangle: Uint32Array;
}

/** What a thing is to the eye: the map draws by it, the tracer ignores it. */
export type ObjectRole = 'ground' | 'wall' | 'ceiling' | 'building' | 'obstacle';

/** One named thing of one material. */
export interface SceneObject {
  readonly name: string;
  /** Index into `Scene.materials`. */
  readonly material: number;
  readonly role: ObjectRole;
  /** True where the object encloses a volume that a user cannot stand in (declared, never guessed from a mesh). */
  readonly solid: boolean;
}

/** An axis-aligned box, metres. */
export interface Bounds {
  readonly minimum: readonly [number, number, number];
  readonly maximum: readonly [number, number, number];
}

/** A whole world. */
export interface Scene {
  readonly id: string;
  readonly title: string;
  /** One sentence: what it is, and that it is synthetic where it is. */
  readonly summary: string;
  readonly mesh: TriangleMesh;
  readonly objects: readonly SceneObject[];
  readonly materials: readonly RadioMaterial[];
  /** The scene's own sites; an imported mesh has none. */
  readonly sites: readonly Site[];
  readonly bounds: Bounds;
  /** Streets as they are painted on the ground; empty where none are known. */
  readonly markings: GroundMarkings;
  /** Triangles without area that were dropped on the way in. */
  readonly droppedTriangles: number;
  /** Credit line that must be shown with the scene, or an empty string. */
  readonly attribution: string;
}

/** A point or direction [x, y, z]. */
export type Vector3 = readonly [number, number, number];
