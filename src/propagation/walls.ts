/** Upright walls as a skyline needs them: a rectangle that each flat, upright facet fills for certain. */
import type { FacetTable } from './facets.ts';

/** Numbers of a wall. */
export const WALL = { ax: 0, ay: 1, bx: 2, by: 3, bottom: 4, top: 5, stray: 6, size: 7 } as const;

/** A facet that leans by more than this from end to end is no wall, metres. */
const LEANING = 0.01;
/** Facets of more corners are no walls. */
const MOST_CORNERS = 8;
/** Corners closer together along a wall stand over one another, metres. */
const SAME = 1e-6;

/**
 * Finds the largest upright rectangle in each facet.
 *
 * @param facets of the scene
 * @returns ends a and b on the ground, bottom, top, and how far the facet may stray from the rectangle's plane, metres;
 *   a facet that is no wall has no top, NaN [F, 7]
 */
export function findWalls(facets: FacetTable): Float64Array {
  const walls = new Float64Array(WALL.size * facets.count).fill(NaN);
  for (let facet = 0; facet < facets.count; facet++) writeWall(facets, facet, walls);
  return walls;
}

function writeWall(
  { planes, convex, outlines, outlineOffsets, unevenness }: FacetTable,
  facet: number,
  walls: Float64Array,
): void {
  const first = 3 * outlineOffsets[facet];
  const end = 3 * outlineOffsets[facet + 1];
  if (convex[facet] === 0 || end - first > 3 * MOST_CORNERS) return;
  const [nx, ny, nz] = planes.subarray(4 * facet, 4 * facet + 3);
  if (Math.abs(nz) > LEANING) return;
  const length = Math.hypot(nx, ny);
  // Along the wall and across it, from its first corner.
  const [tx, ty] = [-ny / length, nx / length];
  const [x, y] = outlines.subarray(first, first + 2);
  const corners: { readonly along: number; readonly height: number }[] = [];
  let most = -Infinity;
  let least = Infinity;
  for (let i = first; i < end; i += 3) {
    const [px, py] = [outlines[i] - x, outlines[i + 1] - y];
    corners.push({ along: px * tx + py * ty, height: outlines[i + 2] });
    most = Math.max(most, px * ty - py * tx);
    least = Math.min(least, px * ty - py * tx);
  }
  if (most - least > LEANING) return;
  const places = [...new Set(corners.map(({ along }) => along))].sort((a, b) => a - b);
  const stations = places.filter((place, i) => i === 0 || place - places[i - 1] > SAME);
  let largest = 0;
  for (let i = 0; i < stations.length; i++) {
    for (let k = i + 1; k < stations.length; k++) {
      // A convex outline is lowest and highest between any two stations at one of the two.
      const left = cutUpright(corners, stations[i]);
      const right = cutUpright(corners, stations[k]);
      const bottom = Math.max(left.bottom, right.bottom);
      const top = Math.min(left.top, right.top);
      const area = (stations[k] - stations[i]) * (top - bottom);
      if (!(top > bottom && area > largest)) continue;
      largest = area;
      const [a, b] = [stations[i], stations[k]];
      const stray = most - least + unevenness[facet] + SAME;
      walls.set([x + a * tx, y + a * ty, x + b * tx, y + b * ty, bottom, top, stray], WALL.size * facet);
    }
  }
}

/** Lowest and highest point of a convex outline at a place along it. */
function cutUpright(
  corners: readonly { readonly along: number; readonly height: number }[],
  place: number,
): { readonly bottom: number; readonly top: number } {
  let bottom = Infinity;
  let top = -Infinity;
  corners.forEach((from, i) => {
    const to = corners[(i + 1) % corners.length];
    const add = (height: number): void => {
      bottom = Math.min(bottom, height);
      top = Math.max(top, height);
    };
    if (Math.abs(from.along - place) <= SAME) add(from.height);
    else if (from.along < place !== to.along < place) {
      add(from.height + ((place - from.along) / (to.along - from.along)) * (to.height - from.height));
    }
  });
  return { bottom, top };
}
