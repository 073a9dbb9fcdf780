/** Searches for the highest place of a smooth function of two coordinates that costs something to evaluate. */

/** A place and its height. */
export interface Height {
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

/** A summit and how sharp it is. */
export interface Summit extends Height {
  /** −∂²/∂x², −∂²/∂x∂y, −∂²/∂y² there. */
  readonly curvature: readonly [xx: number, xy: number, yy: number];
}

/** The function. */
export type HeightOf = (x: number, y: number) => number;

/** Sorts the highest first. */
export const byHeight = (a: Height, b: Height): number => b.value - a.value;

/** The places of a square grid around a centre, row by row. */
export function gridPlaces(x: number, y: number, reach: number, perSide: number): (readonly [x: number, y: number])[] {
  const step = (2 * reach) / (perSide - 1);
  return Array.from({ length: perSide * perSide }, (_, at) => [
    x - reach + (at % perSide) * step,
    y - reach + Math.floor(at / perSide) * step,
  ]);
}

/** All places of a square grid around a centre, the highest first. */
export function scan(heightOf: HeightOf, x: number, y: number, reach: number, perSide: number): Height[] {
  return gridPlaces(x, y, reach, perSide)
    .map(([px, py]) => ({ x: px, y: py, value: heightOf(px, py) }))
    .sort(byHeight);
}

/** The highest places that are apart from each other. */
export function spread(places: readonly Height[], count: number, apart: number): Height[] {
  const chosen: Height[] = [];
  for (const place of places) {
    if (chosen.length === count) break;
    if (chosen.every(({ x, y }) => Math.max(Math.abs(x - place.x), Math.abs(y - place.y)) > apart)) chosen.push(place);
  }
  return chosen;
}

/** A stencil may wander on at one size for so long before it shrinks. */
const WANDER = 4;

/**
 * Climbs by quadratics through three by three places, whose size shrinks by a third whenever the summit lies within.
 *
 * @param from size of the first stencil
 * @param to smallest size
 */
export function climb(heightOf: HeightOf, x: number, y: number, from: number, to: number): Summit {
  let at = { x, y };
  let best: Summit = { x, y, value: -Infinity, curvature: [0, 0, 0] };
  for (let size = from; size >= to; size /= 3) {
    for (let step = 0; step < WANDER; step++) {
      const values = Array.from({ length: 9 }, (_, i) =>
        heightOf(at.x + size * ((i % 3) - 1), at.y + size * (Math.floor(i / 3) - 1)),
      );
      const top = values.indexOf(Math.max(...values));
      const summit = vertexOf(values);
      const inside = summit && Math.abs(summit.x) <= 1 && Math.abs(summit.y) <= 1;
      const move = inside ? summit : { x: (top % 3) - 1, y: Math.floor(top / 3) - 1 };
      const curvature = curvatureOf(values).map((value) => value / size ** 2) as [number, number, number];
      best = { x: at.x + size * move.x, y: at.y + size * move.y, value: values[top], curvature };
      at = best;
      if (inside || top === 4) break;
    }
  }
  return { ...best, value: heightOf(best.x, best.y) };
}

/** Negative second derivatives of the quadratic that fits nine values best, in units of the stencil. */
function curvatureOf(v: readonly number[]): [xx: number, xy: number, yy: number] {
  const xx = (v[0] + v[2] + v[3] + v[5] + v[6] + v[8] - 2 * (v[1] + v[4] + v[7])) / 3;
  const yy = (v[0] + v[1] + v[2] + v[6] + v[7] + v[8] - 2 * (v[3] + v[4] + v[5])) / 3;
  const xy = (v[0] - v[2] - v[6] + v[8]) / 4;
  return [-xx, -xy, -yy];
}

/** Where that quadratic is highest, in units of the stencil; null where it has no summit. */
function vertexOf(v: readonly number[]): { x: number; y: number } | null {
  const [xx, xy, yy] = curvatureOf(v);
  const gx = (v[2] + v[5] + v[8] - v[0] - v[3] - v[6]) / 6;
  const gy = (v[6] + v[7] + v[8] - v[0] - v[1] - v[2]) / 6;
  const determinant = xx * yy - xy * xy;
  if (!(determinant > 0) || !(xx > 0)) return null;
  return { x: (yy * gx - xy * gy) / determinant, y: (xx * gy - xy * gx) / determinant };
}
