/** Angles on a circle. */

/**
 * How far one angle is from another, the short way round.
 *
 * @param angle radians
 * @param from radians
 * @returns angle − from, wrapped to (−π, π], radians
 */
export function angleDifference(angle: number, from: number): number {
  const turn = 2 * Math.PI;
  const difference = (angle - from) % turn;
  return difference > Math.PI ? difference - turn : difference <= -Math.PI ? difference + turn : difference;
}
