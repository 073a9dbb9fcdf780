/** The places where arrows say which way samples are moved. */

/** Arrows along each side. */
const SIDE = 13;

/** The grid is as wide as the noise scatters or as what is looked at, up to what the map shows; half sides in metres. */
const REACH = { perSigma: 3, farthest: 60 } as const;

/**
 * Places around a point.
 *
 * @param sigma metres
 * @param seen how far around the point is looked at, metres
 * @returns [count, 2], metres
 */
export function pullGrid([x, y]: ArrayLike<number> & Iterable<number>, sigma: number, seen: number): Float32Array {
  const reach = Math.min(REACH.farthest, Math.max(seen, REACH.perSigma * sigma));
  const offset = (i: number): number => reach * ((2 * i) / (SIDE - 1) - 1);
  return Float32Array.from({ length: 2 * SIDE * SIDE }, (_, i) => {
    const place = i >> 1;
    return i % 2 === 0 ? x + offset(place % SIDE) : y + offset(Math.floor(place / SIDE));
  });
}

/** An arrow is at most this part of the distance between two. */
const LONGEST = 0.85;

/**
 * Arrows from the places along their pulls, the strongest as long as there is room for, the others by the root of their strength.
 *
 * @returns shafts and barbs [3 · count, 2, 2]: from x, y to x, y, metres
 */
export function arrowLines(positions: Float32Array, pull: Float32Array): Float32Array {
  const count = positions.length / 2;
  const strengths = Array.from({ length: count }, (_, i) => Math.hypot(pull[2 * i], pull[2 * i + 1]));
  const strongest = Math.max(...strengths, Number.MIN_VALUE);
  const room = LONGEST * Math.abs(positions[2] - positions[0]);
  const lines = new Float32Array(12 * count);
  for (let i = 0; i < count; i++) {
    const [x, y] = positions.subarray(2 * i, 2 * i + 2);
    const length = room * Math.sqrt(strengths[i] / strongest);
    const [dx, dy] = strengths[i] > 0 ? [pull[2 * i] / strengths[i], pull[2 * i + 1] / strengths[i]] : [0, 0];
    const [tipX, tipY] = [x + length * dx, y + length * dy];
    const barb = 0.3 * length;
    const side = 0.6 * barb;
    lines.set(
      [
        ...[x, y, tipX, tipY],
        ...[tipX, tipY, tipX - barb * dx - side * dy, tipY - barb * dy + side * dx],
        ...[tipX, tipY, tipX - barb * dx + side * dy, tipY - barb * dy - side * dx],
      ],
      12 * i,
    );
  }
  return lines;
}
