/** The scene as the map draws it: shaded triangles and crisp edges. */
import type { SceneView } from '../../engine/frontend.ts';
import type { Rgb } from '../styles/cividis.ts';
import type { LineSet } from './line-set.ts';
import type { MapTheme } from './map-theme.ts';

/** Triangles with a colour at every corner. */
export interface ColouredMesh {
  /** Corners [3 T, 3], metres. */
  readonly positions: Float32Array;
  /** Colours [3 T, 4], 0 to 1. */
  readonly colours: Float32Array;
}

/** Where the light comes from: high, from the south-west. */
const LIGHT = normalise([-0.42, -0.62, 1]);

/** How much of a solid's light is left at its foot, as if the floor shaded it. */
const FOOT_LIGHT = 0.55;

function normalise(v: readonly [number, number, number]): [number, number, number] {
  const length = Math.hypot(...v) || 1;
  return [v[0] / length, v[1] / length, v[2] / length];
}

/** The corners of triangle `t`. */
function corners(scene: SceneView, t: number): [number, number, number][] {
  return [0, 1, 2].map((k) => {
    const vertex = 3 * scene.indices[3 * t + k];
    return [scene.positions[vertex], scene.positions[vertex + 1], scene.positions[vertex + 2]];
  });
}

function normalOf([a, b, c]: [number, number, number][]): [number, number, number] {
  const u = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const v = [c[0] - a[0], c[1] - a[1], c[2] - a[2]];
  return normalise([u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]]);
}

function blend(from: Rgb, to: Rgb, weight: number): [number, number, number] {
  return [0, 1, 2].map((k) => (from[k] + weight * (to[k] - from[k])) / 255) as [number, number, number];
}

function packMesh(positions: number[], colours: number[]): ColouredMesh {
  return { positions: Float32Array.from(positions), colours: Float32Array.from(colours) };
}

/**
 * Floor, walls and solids of a scene. The ceiling is left out, so that one can look in; walls are meant to be drawn from
 * their inner side alone, so that the ones in front of the eye vanish.
 *
 * @param scene triangles with roles
 * @param theme colours
 */
export function buildSceneMesh(
  scene: SceneView,
  theme: MapTheme,
): { readonly floor: ColouredMesh; readonly walls: ColouredMesh; readonly solids: ColouredMesh } {
  const parts = { floor: [[], []], walls: [[], []], solids: [[], []] } as Record<
    'floor' | 'walls' | 'solids',
    [number[], number[]]
  >;
  const { minimum, maximum } = scene.bounds;
  const centre = [0, 1, 2].map((axis) => (minimum[axis] + maximum[axis]) / 2);
  const height = maximum[2] - minimum[2] || 1;
  for (let t = 0; t < scene.indices.length / 3; t++) {
    const { role } = scene.objects[scene.objectOfTriangle[t]];
    if (role === 'ceiling') continue;
    const points = corners(scene, t);
    const normal = normalOf(points);
    if (role === 'wall') {
      // A scene may wind its walls either way; the eye is let in from outside, so inner faces count.
      const inward = normal.reduce((sum, n, axis) => sum + n * (centre[axis] - points[0][axis]), 0);
      if (inward < 0) [points[1], points[2]] = [points[2], points[1]];
    }
    const target = role === 'ground' ? parts.floor : role === 'wall' ? parts.walls : parts.solids;
    const light = Math.max(
      0,
      normal.reduce((sum, n, axis) => sum + n * LIGHT[axis], 0),
    );
    for (const point of points) {
      target[0].push(...point);
      const climb = (point[2] - minimum[2]) / height;
      if (role === 'ground') target[1].push(...blend(theme.floor, theme.floor, 0), 1);
      else if (role === 'wall') target[1].push(...blend(theme.wall, theme.wall, 0), 0.62 - 0.5 * climb);
      else {
        const foot = FOOT_LIGHT + (1 - FOOT_LIGHT) * Math.min(1, (point[2] - minimum[2]) / 2);
        target[1].push(...blend(theme.solidDark, theme.solidLit, (0.12 + 0.88 * light) * foot), 1);
      }
    }
  }
  return { floor: packMesh(...parts.floor), walls: packMesh(...parts.walls), solids: packMesh(...parts.solids) };
}

/** Coordinates that are written alike to the millimetre are one place. */
const PER_METRE = 1000;

/** Millimetres of a scene's ground along one axis, at most: 67 km. */
const MOST_MILLIMETRES = 2 ** 26;

/** Numbers every vertex of a scene by its place [V]. */
function numberPlaces({ positions, bounds: { minimum } }: SceneView): Int32Array {
  const columns = new Map<number, number>();
  const places = new Map<number, number>();
  const numberIn = (known: Map<number, number>, key: number): number => {
    const number = known.get(key) ?? known.size;
    if (number === known.size) known.set(key, number);
    return number;
  };
  const steps = (vertex: number, axis: 0 | 1 | 2): number =>
    Math.round(PER_METRE * (positions[3 * vertex + axis] - minimum[axis]));
  // A column of places on the ground first, and then its heights: all three in one number would not be exact.
  return Int32Array.from({ length: positions.length / 3 }, (_, vertex) => {
    const column = numberIn(columns, steps(vertex, 0) * MOST_MILLIMETRES + steps(vertex, 1));
    return numberIn(places, column * MOST_MILLIMETRES + steps(vertex, 2));
  });
}

/** Edges between faces of different direction, of everything but walls, ground and ceiling. */
export function buildSolidEdges(scene: SceneView): LineSet {
  const { positions, indices, objects, objectOfTriangle } = scene;
  const places = numberPlaces(scene);
  const edgeAt = new Map<number, number>();
  // Of each edge: its two vertices, the direction of the first face beside it, and whether it folds at every other one.
  const ends: number[] = [];
  const normals: [number, number, number][] = [];
  const isDrawn: boolean[] = [];
  for (let t = 0; t < indices.length / 3; t++) {
    const { role } = objects[objectOfTriangle[t]];
    if (role === 'ceiling' || role === 'wall' || role === 'ground') continue;
    const normal = normalOf(corners(scene, t));
    for (let k = 0; k < 3; k++) {
      const from = indices[3 * t + k];
      const to = indices[3 * t + ((k + 1) % 3)];
      const key = Math.min(places[from], places[to]) * places.length + Math.max(places[from], places[to]);
      const edge = edgeAt.get(key);
      if (edge === undefined) {
        edgeAt.set(key, isDrawn.length);
        ends.push(from, to);
        normals.push(normal);
        isDrawn.push(true);
        continue;
      }
      const [x, y, z] = normals[edge];
      if (Math.abs(x * normal[0] + y * normal[1] + z * normal[2]) >= 0.99) isDrawn[edge] = false;
    }
  }
  const count = isDrawn.reduce((sum, drawn) => sum + (drawn ? 1 : 0), 0);
  const sources = new Float32Array(3 * count);
  const targets = new Float32Array(3 * count);
  let at = 0;
  isDrawn.forEach((drawn, edge) => {
    if (!drawn) return;
    const [from, to] = [3 * ends[2 * edge], 3 * ends[2 * edge + 1]];
    sources.set(positions.subarray(from, from + 3), at);
    targets.set(positions.subarray(to, to + 3), at);
    at += 3;
  });
  return { count, sources, targets };
}
