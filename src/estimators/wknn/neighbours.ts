/** Known places that look most like somebody, and the place among them. */

/** A known place and how unlike it looks. */
export interface Neighbour {
  readonly place: number;
  /** Squared distance of what both look like. */
  readonly squared: number;
}

/**
 * The places that look most alike, nearest first.
 *
 * @param places numbers of those that are known
 * @param most how many are kept
 * @param squaredTo squared distance to what a place looks like; where it is at least `limit`, its size does not matter
 */
export function findNearest(
  places: Iterable<number>,
  most: number,
  squaredTo: (place: number, limit: number) => number,
): Neighbour[] {
  const nearest: Neighbour[] = [];
  for (const place of places) {
    const limit = nearest.length < most ? Infinity : nearest[most - 1].squared;
    const squared = squaredTo(place, limit);
    if (!(squared < limit)) continue;
    if (nearest.length === most) nearest.pop();
    const at = nearest.findIndex((neighbour) => squared < neighbour.squared);
    nearest.splice(at < 0 ? nearest.length : at, 0, { place, squared });
  }
  return nearest;
}

/**
 * Mean of the places.
 *
 * @param positions of all places [places, 3], metres
 * @param weightOf weight of a place by how unlike it looks
 */
export function blendPlaces(
  positions: ArrayLike<number>,
  neighbours: readonly Neighbour[],
  weightOf: (squared: number) => number,
): number[] {
  const sum = [0, 0, 0];
  let total = 0;
  for (const { place, squared } of neighbours) {
    const weight = weightOf(squared);
    total += weight;
    for (let axis = 0; axis < 3; axis++) sum[axis] += weight * positions[3 * place + axis];
  }
  return sum.map((value) => value / total);
}
