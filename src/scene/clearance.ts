/** Whether there is room around a point: surfaces are sorted into the squares of a ground grid that they may matter in. */
import { distanceToTriangle, gatherCorners } from './geometry.ts';
import type { Scene, Vector3 } from './scene.ts';

/** Squares along each side of a grid, at most; a square holds some triangles on average, as far as that allows. */
const MOST_SQUARES = 256;

/**
 * A function that says whether no surface of a scene is nearer to a point than a distance.
 *
 * @param scene the world; its triangles are sorted once
 * @param distance metres
 */
export function createClearanceTest({ mesh, bounds }: Scene, distance: number): (point: Vector3) => boolean {
  const corners = gatherCorners(mesh.positions, mesh.indices);
  const count = corners.length / 9;
  const squares = Math.max(1, Math.min(MOST_SQUARES, Math.floor(Math.sqrt(count))));
  const squareAt = (value: number, axis: 0 | 1): number => {
    const extent = bounds.maximum[axis] - bounds.minimum[axis] || 1;
    return Math.min(squares - 1, Math.max(0, Math.floor((squares * (value - bounds.minimum[axis])) / extent)));
  };
  /** Calls back for every square that a triangle may matter in. */
  const visit = (triangle: number, enter: (square: number) => void): void => {
    const range = (axis: 0 | 1): readonly [number, number] => {
      const [a, b, c] = [0, 3, 6].map((corner) => corners[9 * triangle + corner + axis]);
      return [squareAt(Math.min(a, b, c) - distance, axis), squareAt(Math.max(a, b, c) + distance, axis)];
    };
    const [west, east] = range(0);
    const [south, north] = range(1);
    for (let row = south; row <= north; row++) {
      for (let column = west; column <= east; column++) enter(row * squares + column);
    }
  };
  const starts = new Uint32Array(squares * squares + 1);
  for (let triangle = 0; triangle < count; triangle++) visit(triangle, (square) => starts[square + 1]++);
  for (let square = 0; square < squares * squares; square++) starts[square + 1] += starts[square];
  const next = starts.slice();
  const triangles = new Uint32Array(starts[squares * squares]);
  for (let triangle = 0; triangle < count; triangle++)
    visit(triangle, (square) => (triangles[next[square]++] = triangle));

  return ([x, y, z]) => {
    const square = squareAt(y, 1) * squares + squareAt(x, 0);
    for (let i = starts[square]; i < starts[square + 1]; i++) {
      if (distanceToTriangle(x, y, z, corners, 9 * triangles[i]) < distance) return false;
    }
    return true;
  };
}
