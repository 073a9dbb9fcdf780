/** A world as a map has it: every wall a little off. */
import type { RandomGenerator } from '../../numerics/random.ts';
import type { Scene } from '../../scene/scene.ts';

/** The plane of a wall: its outward normal in the plan, and how far its corners are moved along it. */
interface WallPlane {
  readonly normal: readonly [x: number, y: number];
  /** Metres. */
  readonly offset: number;
}

/** Triangles whose normal rises by less than this are walls. */
const UPRIGHT = 0.01;
/** Walls of one object in one plane to a millimetre and a milliradian are one wall. */
const SAME = 1e3;

/**
 * Moves every wall along its normal by a Gaussian distance of its own; walls of one object that meet go on meeting, roofs follow,
 * and what has no walls stays. Sites stay where they are: they are surveyed, walls are mapped.
 *
 * @param deviation metres
 */
export function displaceWalls(scene: Scene, deviation: number, random: RandomGenerator): Scene {
  const { mesh } = scene;
  const planes = new Map<string, WallPlane>();
  // Of every column of corners of an object, the walls that meet there.
  const columns = new Map<string, Set<WallPlane>>();
  const columnOf = (object: number, vertex: number): string =>
    [object, mesh.positions[3 * vertex], mesh.positions[3 * vertex + 1]].join();
  forEachTriangle(scene, (object, vertices) => {
    const normal = uprightNormal(mesh.positions, vertices);
    if (!normal) return;
    const [x, y] = mesh.positions.subarray(3 * vertices[0], 3 * vertices[0] + 2);
    const distance = normal[0] * x + normal[1] * y;
    const name = [object, ...[...normal, distance].map((value) => Math.round(value * SAME))].join();
    const plane = planes.get(name) ?? { normal, offset: deviation * random.normal() };
    planes.set(name, plane);
    for (const vertex of vertices) {
      const column = columnOf(object, vertex);
      columns.set(column, (columns.get(column) ?? new Set()).add(plane));
    }
  });
  const positions = mesh.positions.slice();
  forEachTriangle(scene, (object, vertices) => {
    for (const vertex of vertices) {
      const walls = columns.get(columnOf(object, vertex));
      if (!walls) continue;
      const [dx, dy] = displacement([...walls]);
      positions[3 * vertex] = mesh.positions[3 * vertex] + dx;
      positions[3 * vertex + 1] = mesh.positions[3 * vertex + 1] + dy;
    }
  });
  return { ...scene, mesh: { ...mesh, positions } };
}

/** The same world without one of its things. */
export function removeObject(scene: Scene, object: number): Scene {
  const { mesh } = scene;
  const kept = Array.from(mesh.objectOfTriangle.keys()).filter(
    (triangle) => mesh.objectOfTriangle[triangle] !== object,
  );
  return {
    ...scene,
    mesh: {
      ...mesh,
      indices: Uint32Array.from(kept.flatMap((t) => Array.from(mesh.indices.subarray(3 * t, 3 * t + 3)))),
      objectOfTriangle: Uint32Array.from(kept, (t) => mesh.objectOfTriangle[t]),
    },
  };
}

/** Points this near to a triangle lie on it, metres. */
const TOUCH = 1e-3;

/**
 * The building that most points lie on.
 *
 * @param points [count, 3], metres
 * @returns its object; −1 where no point lies on any
 */
export function busiestBuilding(scene: Scene, points: ArrayLike<number>): number {
  const { mesh, objects } = scene;
  const counts = new Uint32Array(objects.length);
  for (let at = 0; at < points.length; at += 3) {
    const point = [points[at], points[at + 1], points[at + 2]];
    const touched = new Set<number>();
    forEachTriangle(scene, (object, vertices) => {
      if (objects[object].role !== 'building' || touched.has(object)) return;
      const corners = Array.from(vertices, (vertex) => mesh.positions.subarray(3 * vertex, 3 * vertex + 3));
      if (isOn(point, corners)) touched.add(object);
    });
    for (const object of touched) counts[object]++;
  }
  const most = Math.max(...counts);
  return most > 0 ? counts.indexOf(most) : -1;
}

/** Whether a point lies on a triangle. */
function isOn(point: readonly number[], corners: readonly ArrayLike<number>[]): boolean {
  const isFar = (axis: number): boolean => {
    const values = corners.map((corner) => corner[axis]);
    return point[axis] < Math.min(...values) - TOUCH || point[axis] > Math.max(...values) + TOUCH;
  };
  if ([0, 1, 2].some(isFar)) return false;
  const [u, v, w] = [corners[1], corners[2], point].map((end) => [0, 1, 2].map((axis) => end[axis] - corners[0][axis]));
  const dot = (a: readonly number[], b: readonly number[]): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  const [uu, uv, vv, wu, wv] = [dot(u, u), dot(u, v), dot(v, v), dot(w, u), dot(w, v)];
  const determinant = uu * vv - uv * uv;
  if (!(determinant > 0)) return false;
  const [s, t] = [(vv * wu - uv * wv) / determinant, (uu * wv - uv * wu) / determinant];
  const slack = TOUCH / Math.sqrt(Math.min(uu, vv));
  if (s < -slack || t < -slack || s + t > 1 + slack) return false;
  return Math.hypot(...[0, 1, 2].map((axis) => w[axis] - s * u[axis] - t * v[axis])) < TOUCH;
}

function forEachTriangle({ mesh }: Scene, visit: (object: number, vertices: Uint32Array) => void): void {
  mesh.objectOfTriangle.forEach((object, triangle) =>
    visit(object, mesh.indices.subarray(3 * triangle, 3 * triangle + 3)),
  );
}

/** Unit normal of an upright triangle in the plan; null for any other. */
function uprightNormal(positions: Float64Array, vertices: Uint32Array): readonly [number, number] | null {
  const [a, b, c] = Array.from(vertices, (vertex) => positions.subarray(3 * vertex, 3 * vertex + 3));
  const [u, v] = [b, c].map((corner) => corner.map((value, axis) => value - a[axis]));
  const [nx, ny, nz] = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
  const level = Math.hypot(nx, ny);
  return level > 0 && Math.abs(nz) < UPRIGHT * level ? [nx / level, ny / level] : null;
}

/** The shortest way that moves a corner along every wall's normal as far as that wall goes: least squares over its walls. */
function displacement(walls: readonly WallPlane[]): [dx: number, dy: number] {
  let [xx, xy, yy, bx, by] = [0, 0, 0, 0, 0];
  for (const { normal, offset } of walls) {
    xx += normal[0] * normal[0];
    xy += normal[0] * normal[1];
    yy += normal[1] * normal[1];
    bx += normal[0] * offset;
    by += normal[1] * offset;
  }
  const determinant = xx * yy - xy * xy;
  // Walls in line leave the way along them free.
  if (determinant < UPRIGHT) return [bx / (xx + yy), by / (xx + yy)];
  return [(yy * bx - xy * by) / determinant, (xx * by - xy * bx) / determinant];
}
