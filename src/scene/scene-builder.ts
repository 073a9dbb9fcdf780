/**
 * Puts a scene together: polygons and boxes in, one checked triangle soup out. Every scene, built in or imported, passes
 * through here, so that what a scene promises is checked in one place.
 */
import { LabError } from '../errors/lab-error.ts';
import { NumberList } from '../numerics/number-list.ts';
import { computeBounds } from './geometry.ts';
import { MarkingList } from './markings.ts';
import type { RadioMaterial } from './materials.ts';
import type { Bounds, ObjectRole, Scene, SceneObject, Vector3 } from './scene.ts';
import type { Site } from './sites.ts';

/** A triangle is dropped when its height over its longest edge is below this share of that edge. */
const FLAT_TRIANGLE = 1e-9;

/** What a scene is called and who is to be credited. */
export interface SceneTitle {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly attribution: string;
}

/** Collects surfaces, then makes the scene. */
export class SceneBuilder {
  readonly #positions = new NumberList((length) => new Float64Array(length));
  readonly #indices = new NumberList((length) => new Uint32Array(length));
  readonly #objectOfTriangle = new NumberList((length) => new Uint32Array(length));
  readonly #objects: SceneObject[] = [];
  readonly #materials: RadioMaterial[] = [];
  /** What is painted on the ground. */
  readonly markings = new MarkingList();
  #droppedTriangles = 0;

  /**
   * Starts a new object; the surfaces that follow belong to it.
   *
   * @param name how errors and the map call it
   * @param material equal names and thicknesses share one entry of `Scene.materials`
   * @param role what it is to the eye
   * @param solid true where its surfaces enclose a volume that no user can stand in
   */
  beginObject(name: string, material: RadioMaterial, role: ObjectRole, solid = false): void {
    let index = this.#materials.findIndex(
      (other) => other === material || JSON.stringify(other) === JSON.stringify(material),
    );
    if (index < 0) index = this.#materials.push(material) - 1;
    this.#objects.push({ name, material: index, role, solid });
  }

  /**
   * Adds a convex polygon to the current object.
   *
   * @param corners at least three, in the plane, counter-clockwise seen from outside
   */
  addPolygon(...corners: readonly Vector3[]): void {
    const positions = new Float64Array(corners.length * 3);
    corners.forEach((corner, i) => positions.set(corner, 3 * i));
    const indices: number[] = [];
    for (let i = 2; i < corners.length; i++) indices.push(0, i - 1, i);
    this.addTriangles(positions, indices);
  }

  /**
   * Adds an axis-aligned box to the current object, normals outward.
   *
   * @param bounds its extent, metres
   * @param faces which faces exist; a box that stands on the ground needs no `bottom`
   */
  addBox(bounds: Bounds, faces: { readonly bottom: boolean } = { bottom: true }): void {
    const [x0, y0, z0] = bounds.minimum;
    const [x1, y1, z1] = bounds.maximum;
    this.addPolygon([x0, y0, z1], [x1, y0, z1], [x1, y1, z1], [x0, y1, z1]);
    if (faces.bottom) this.addPolygon([x0, y0, z0], [x0, y1, z0], [x1, y1, z0], [x1, y0, z0]);
    this.addPolygon([x0, y0, z0], [x1, y0, z0], [x1, y0, z1], [x0, y0, z1]);
    this.addPolygon([x1, y1, z0], [x0, y1, z0], [x0, y1, z1], [x1, y1, z1]);
    this.addPolygon([x0, y1, z0], [x0, y0, z0], [x0, y0, z1], [x0, y1, z1]);
    this.addPolygon([x1, y0, z0], [x1, y1, z0], [x1, y1, z1], [x1, y0, z1]);
  }

  /**
   * Adds triangles to the current object. Those without area are dropped and counted.
   *
   * @param positions vertex coordinates [V, 3], metres
   * @param indices vertex indices [T, 3]
   * @throws LabError `bad-scene` for a vertex that is not finite or an index out of range, naming object and vertex
   */
  addTriangles(positions: ArrayLike<number>, indices: ArrayLike<number>): void {
    const object = this.#objects.length - 1;
    const { name } = this.#objects[object];
    const vertexCount = positions.length / 3;
    for (let i = 0; i < positions.length; i++) {
      if (Number.isFinite(positions[i])) continue;
      throw new LabError(
        'bad-scene',
        `Vertex ${Math.floor(i / 3)} of "${name}" has ${'xyz'[i % 3]} = ${positions[i]}.`,
        'Repair the mesh: every coordinate must be a finite number of metres.',
      );
    }
    const base = this.#positions.length / 3;
    this.#positions.addAll(positions);
    for (let i = 0; i + 2 < indices.length; i += 3) {
      for (let corner = 0; corner < 3; corner++) {
        if (indices[i + corner] >= 0 && indices[i + corner] < vertexCount) continue;
        throw new LabError(
          'bad-scene',
          `Triangle ${i / 3} of "${name}" names vertex ${indices[i + corner]}, but there are ${vertexCount}.`,
          'Repair the mesh: its faces must index its own vertices.',
        );
      }
      if (isFlat(positions, indices[i], indices[i + 1], indices[i + 2])) {
        this.#droppedTriangles++;
        continue;
      }
      this.#indices.addTriple(base + indices[i], base + indices[i + 1], base + indices[i + 2]);
      this.#objectOfTriangle.add(object);
    }
  }

  /**
   * The finished scene.
   *
   * @param title names and credits
   * @param sites the scene's own sites
   * @throws LabError `bad-scene` when there is no triangle with an area
   */
  build(title: SceneTitle, sites: readonly Site[] = []): Scene {
    if (this.#indices.length === 0) {
      throw new LabError(
        'bad-scene',
        `Scene "${title.id}" has no surfaces${this.#droppedTriangles > 0 ? `: all ${this.#droppedTriangles} triangles are without area` : ''}.`,
        'Give a scene with at least one triangle.',
      );
    }
    const positions = this.#positions.toArray();
    return {
      ...title,
      mesh: {
        positions,
        indices: this.#indices.toArray(),
        objectOfTriangle: this.#objectOfTriangle.toArray(),
      },
      objects: [...this.#objects],
      materials: [...this.#materials],
      sites,
      bounds: computeBounds(positions),
      markings: this.markings.toMarkings(),
      droppedTriangles: this.#droppedTriangles,
    };
  }
}

/** True where three vertices lie on one line, or nearly so that no normal can be told. */
function isFlat(positions: ArrayLike<number>, a: number, b: number, c: number): boolean {
  const abx = positions[3 * b] - positions[3 * a];
  const aby = positions[3 * b + 1] - positions[3 * a + 1];
  const abz = positions[3 * b + 2] - positions[3 * a + 2];
  const acx = positions[3 * c] - positions[3 * a];
  const acy = positions[3 * c + 1] - positions[3 * a + 1];
  const acz = positions[3 * c + 2] - positions[3 * a + 2];
  const nx = aby * acz - abz * acy;
  const ny = abz * acx - abx * acz;
  const nz = abx * acy - aby * acx;
  // Squares throughout: a million triangles would wait for as many square roots.
  const longestSquared = Math.max(
    abx * abx + aby * aby + abz * abz,
    acx * acx + acy * acy + acz * acz,
    (acx - abx) ** 2 + (acy - aby) ** 2 + (acz - abz) ** 2,
  );
  return nx * nx + ny * ny + nz * nz <= (FLAT_TRIANGLE * longestSquared) ** 2;
}
