/** An error ellipse as a line to draw. */
import type { ErrorEllipse } from './position-bound.ts';

/**
 * The outline within which a normal estimate at the bound falls with a given probability: the ellipse of one standard
 * deviation times √(−2·ln(1 − P)), the quantile of two degrees of freedom.
 *
 * @param ellipse semi-axes of one standard deviation
 * @param centre x, y, metres
 * @param probability in [0, 1)
 * @param count points; the first is on the longer axis, and the last does not repeat it
 * @returns [count, 2], metres, counter-clockwise
 */
export function ellipsePoints(
  { semiMajor, semiMinor, azimuth }: ErrorEllipse,
  centre: readonly [x: number, y: number],
  probability = 0.95,
  count = 64,
): Float64Array {
  const scale = Math.sqrt(-2 * Math.log(1 - probability));
  const points = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) {
    const angle = (2 * Math.PI * i) / count;
    const along = scale * semiMajor * Math.cos(angle);
    const across = scale * semiMinor * Math.sin(angle);
    points[2 * i] = centre[0] + along * Math.cos(azimuth) - across * Math.sin(azimuth);
    points[2 * i + 1] = centre[1] + along * Math.sin(azimuth) + across * Math.cos(azimuth);
  }
  return points;
}
