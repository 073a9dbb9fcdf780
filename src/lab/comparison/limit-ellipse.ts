/** The limit of a user as an ellipse to draw, enlarged where nobody would see it. */
import { ellipsePoints, type UserLimit } from '../../engine/frontend.ts';
import type { LineSet } from '../map/line-set.ts';

/** How likely an estimate at the limit lies within the ellipse. */
export const ELLIPSE_PROBABILITY = 0.95;

/** An ellipse whose longer semi-axis is below this part of the scene's longer side is enlarged. */
const SMALLEST_PART = 1 / 25;
/** And no further than to the last of these: beyond, the picture would say nothing about the place. */
const MAGNIFICATIONS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] as const;
/** Every other piece is drawn: the limit is dashed wherever it stands. */
const PIECES = 48;

/**
 * How many times larger an ellipse is drawn, a round number.
 *
 * @param semiMajor longer semi-axis of one standard deviation, metres
 * @param longerSide of the scene, metres
 */
export function ellipseMagnification(semiMajor: number, longerSide: number): number {
  const reach = semiMajor * ELLIPSE_SCALE;
  const enough = MAGNIFICATIONS.find((magnification) => reach * magnification >= SMALLEST_PART * longerSide);
  return enough ?? MAGNIFICATIONS[MAGNIFICATIONS.length - 1];
}

/** Semi-axes of the ellipse over those of one standard deviation: the quantile of two degrees of freedom. */
export const ELLIPSE_SCALE = Math.sqrt(-2 * Math.log(1 - ELLIPSE_PROBABILITY));

/** How a user's limit is drawn; null where there is no bound. */
export function magnificationOf(
  limit: UserLimit | null,
  { minimum, maximum }: { readonly minimum: readonly number[]; readonly maximum: readonly number[] },
  isTrueSize: boolean,
): number | null {
  if (limit?.together.kind !== 'bound') return null;
  const longerSide = Math.max(maximum[0] - minimum[0], maximum[1] - minimum[1]);
  return isTrueSize ? 1 : ellipseMagnification(limit.together.ellipse.semiMajor, longerSide);
}

/**
 * The dashes of the ellipse around a user.
 *
 * @param at where the user is, metres
 */
export function ellipseLines(
  ellipse: Parameters<typeof ellipsePoints>[0],
  at: readonly [number, number, number],
  magnification: number,
): LineSet {
  const { semiMajor, semiMinor, azimuth } = ellipse;
  const drawn = { semiMajor: semiMajor * magnification, semiMinor: semiMinor * magnification, azimuth };
  const points = ellipsePoints(drawn, [at[0], at[1]], ELLIPSE_PROBABILITY, PIECES);
  const end = (offset: 0 | 1): Float32Array =>
    Float32Array.from({ length: (3 * PIECES) / 2 }, (_, i) => {
      const point = (2 * Math.floor(i / 3) + offset) % PIECES;
      return i % 3 === 2 ? at[2] : points[2 * point + (i % 3)];
    });
  return { count: PIECES / 2, sources: end(0), targets: end(1) };
}
