/**
 * A path search without any structure: every sequence of faces, every edge, every face in the way. Slow, plain, and nothing
 * like the one under test; for tests.
 */
import type { Vector3 } from '../../scene/scene.ts';
import type { EdgeTable } from '../edges.ts';

/** A flat convex face. */
interface Face {
  readonly index: number;
  readonly corners: readonly Vector3[];
  readonly normal: Vector3;
  readonly offset: number;
}

/** What a path does at a vertex between its ends, and where. */
export interface PathVertex {
  readonly kind: 'reflection' | 'transmission' | 'diffraction';
  readonly point: Vector3;
}

/** The same, and what it meets there: the number of a polygon, or of an edge for diffraction. */
export interface PlainVertex extends PathVertex {
  readonly element: number;
}

/** What to look for. */
export interface PlainOptions {
  readonly reflections: number;
  readonly transmissions: number;
  readonly diffraction: 'none' | 'edge' | 'edge-and-reflection';
}

/** On a plane, or on a face's border, metres. */
const NEAR = 1e-6;

const minus = (a: Vector3, b: Vector3): Vector3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a: Vector3, b: Vector3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vector3, b: Vector3): Vector3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const along = (a: Vector3, b: Vector3, t: number): Vector3 => [
  a[0] + t * (b[0] - a[0]),
  a[1] + t * (b[1] - a[1]),
  a[2] + t * (b[2] - a[2]),
];
const distance = (a: Vector3, b: Vector3): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** Searches one world for paths. */
export class PlainSearch {
  readonly #faces: readonly Face[];
  readonly #edges: EdgeTable;

  /**
   * @param polygons all surfaces, flat and convex
   * @param edges of the same world
   */
  constructor(polygons: readonly (readonly Vector3[])[], edges: EdgeTable) {
    this.#edges = edges;
    this.#faces = polygons.map((corners, index) => {
      const across = cross(minus(corners[1], corners[0]), minus(corners[2], corners[0]));
      const length = Math.hypot(...across);
      const normal: Vector3 = [across[0] / length, across[1] / length, across[2] / length];
      return { index, corners, normal, offset: dot(normal, corners[0]) };
    });
  }

  /** All paths from a site to a user, by the vertices between them. */
  find(site: Vector3, user: Vector3, { reflections, transmissions, diffraction }: PlainOptions): PlainVertex[][] {
    const found: PlainVertex[][] = [];
    const keep = (path: PlainVertex[] | null): void => {
      const whole = path && this.#goThrough(site, user, path, transmissions);
      if (whole) found.push(whole);
    };
    keep([]);
    this.#reflectInAll(user, [], [site], reflections, keep);
    if (diffraction === 'none') return found;
    for (let edge = 0; edge < this.#edges.count; edge++) {
      keep(this.#diffract(site, user, edge));
      if (diffraction === 'edge') continue;
      for (const face of this.#faces) {
        keep(this.#diffractAndReflect(site, user, edge, face));
        keep(this.#diffractAndReflect(user, site, edge, face)?.reverse() ?? null);
      }
    }
    return found;
  }

  /** Whether nothing stands between two points. */
  isClear(a: Vector3, b: Vector3): boolean {
    return this.#goThrough(a, b, [], 0) !== null;
  }

  #height(face: Face, p: Vector3): number {
    return dot(face.normal, p) - face.offset;
  }

  #mirror(face: Face, p: Vector3): Vector3 {
    const h = 2 * this.#height(face, p);
    return [p[0] - h * face.normal[0], p[1] - h * face.normal[1], p[2] - h * face.normal[2]];
  }

  /** Where a segment whose ends lie on different sides meets a face. */
  #meet(face: Face, a: Vector3, b: Vector3): Vector3 | null {
    const from = this.#height(face, a);
    const to = this.#height(face, b);
    if (Math.abs(from) <= NEAR || Math.abs(to) <= NEAR || from > 0 === to > 0) return null;
    const hit = along(a, b, from / (from - to));
    const { corners, normal } = face;
    for (let i = 0; i < corners.length; i++) {
      const side = minus(corners[(i + 1) % corners.length], corners[i]);
      if (dot(normal, cross(side, minus(hit, corners[i]))) < 0) return null;
    }
    return hit;
  }

  #reflectOnce(a: Vector3, b: Vector3, face: Face): PlainVertex[] | null {
    const point = this.#meet(face, this.#mirror(face, a), b);
    return point && [{ kind: 'reflection', point, element: face.index }];
  }

  /** Tries every sequence of faces that begins with some; their images of the site are given, the site first. */
  #reflectInAll(
    user: Vector3,
    faces: readonly Face[],
    images: readonly Vector3[],
    left: number,
    keep: (path: PlainVertex[] | null) => void,
  ): void {
    if (left === 0) return;
    for (const face of this.#faces) {
      if (face === faces.at(-1)) continue;
      const sequence = [...faces, face];
      const mirrored = [...images, this.#mirror(face, images[images.length - 1])];
      keep(this.#unfold(user, sequence, mirrored));
      this.#reflectInAll(user, sequence, mirrored, left - 1, keep);
    }
  }

  /** The path from the site over all faces of a sequence to the user. */
  #unfold(user: Vector3, faces: readonly Face[], images: readonly Vector3[]): PlainVertex[] | null {
    const path: PlainVertex[] = [];
    let from = user;
    for (let k = faces.length - 1; k >= 0; k--) {
      const point = this.#meet(faces[k], images[k + 1], from);
      if (!point) return null;
      path.unshift({ kind: 'reflection', point, element: faces[k].index });
      from = point;
    }
    return path;
  }

  /** Whether a point stands in the open part of a wedge, by its angle from face 0. */
  #isOpen(edge: number, p: Vector3): boolean {
    const { starts, tangents, normals, exteriorAngles } = this.#edges;
    const row = (values: Float64Array): Vector3 => [values[3 * edge], values[3 * edge + 1], values[3 * edge + 2]];
    const from = minus(p, row(starts));
    const x = dot(from, row(tangents));
    const y = dot(from, row(normals));
    const angle = (Math.atan2(y, x) + 2 * Math.PI) % (2 * Math.PI);
    const reach = NEAR / Math.hypot(x, y);
    return angle > reach && angle < Math.min(exteriorAngles[edge], 2 * Math.PI) - reach;
  }

  #diffract(a: Vector3, b: Vector3, edge: number): PlainVertex[] | null {
    if (!this.#isOpen(edge, a) || !this.#isOpen(edge, b)) return null;
    const { starts, directions, lengths } = this.#edges;
    const [start, direction] = [starts, directions].map((values): Vector3 => [
      values[3 * edge],
      values[3 * edge + 1],
      values[3 * edge + 2],
    ]);
    const end = start.map((value, axis) => value + lengths[edge] * direction[axis]) as unknown as Vector3;
    // The shortest way over the edge's line, from the two right triangles that it makes with the ends.
    const foot = (p: Vector3): number => dot(minus(p, start), direction);
    const off = (p: Vector3): number => distance(p, along(start, end, foot(p) / lengths[edge]));
    const t = foot(a) + ((foot(b) - foot(a)) * off(a)) / (off(a) + off(b));
    if (t < 0 || t > lengths[edge]) return null;
    return [{ kind: 'diffraction', point: along(start, end, t / lengths[edge]), element: edge }];
  }

  /** From `a` over the edge, then the face, to `b`. */
  #diffractAndReflect(a: Vector3, b: Vector3, edge: number, face: Face): PlainVertex[] | null {
    const image = this.#mirror(face, b);
    const bent = this.#diffract(a, image, edge);
    const mirrored = bent && this.#reflectOnce(bent[0].point, b, face);
    return mirrored && [...bent, ...mirrored];
  }

  /** The path with all that it goes through; null where that is too much. */
  #goThrough(site: Vector3, user: Vector3, path: PlainVertex[], most: number): PlainVertex[] | null {
    const whole: PlainVertex[] = [];
    let left = most;
    let from = site;
    for (let leg = 0; leg <= path.length; leg++) {
      const to = leg < path.length ? path[leg].point : user;
      const hits: { share: number; point: Vector3; element: number }[] = [];
      for (const face of this.#faces) {
        const point = this.#meet(face, from, to);
        if (!point) continue;
        const share = distance(from, point);
        if (!hits.some((hit) => Math.abs(hit.share - share) < NEAR)) {
          hits.push({ share, point, element: face.index });
        }
        if (hits.length > left) return null;
      }
      left -= hits.length;
      hits.sort((p, q) => p.share - q.share);
      for (const { point, element } of hits) whole.push({ kind: 'transmission', point, element });
      if (leg < path.length) whole.push(path[leg]);
      from = to;
    }
    return whole;
  }
}
