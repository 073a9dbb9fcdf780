/** The position error bound: no unbiased estimator is better, however clever. */
import { invertSymmetric } from '../../numerics/symmetric-solve.ts';

/** Where a user could be at one standard deviation, horizontally. */
export interface ErrorEllipse {
  /** Longer semi-axis, metres. */
  readonly semiMajor: number;
  /** Shorter semi-axis, metres. */
  readonly semiMinor: number;
  /** Azimuth of the longer axis, radians in (−π/2, π/2]. */
  readonly azimuth: number;
}

/** Smallest root mean square errors. */
export interface PositionBound {
  /** √tr(J⁻¹) over the coordinates that are sought, metres. */
  readonly positionError: number;
  /** Of x and y together, metres. */
  readonly horizontalError: number;
  /** Of z, metres; 0 where the height is known. */
  readonly verticalError: number;
  readonly ellipse: ErrorEllipse;
}

/** Information of independent soundings adds up. */
export function addInformation(links: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(9);
  for (const link of links) link.forEach((value, at) => (sum[at] += value));
  return sum;
}

/**
 * Bound from Fisher information (Kay 1993, eq. 3.24; Shen and Win 2010, eq. 6).
 *
 * @param information J [3, 3] over x, y, z, per square metre
 * @param dimensions 3: all coordinates are sought; 2: the height is known
 * @returns null where the information does not determine the position
 */
export function positionBound(information: Float64Array, dimensions: 2 | 3): PositionBound | null {
  const sought = Float64Array.from(
    { length: dimensions ** 2 },
    (_, at) => information[3 * Math.floor(at / dimensions) + (at % dimensions)],
  );
  const covariance = invertSymmetric(sought, dimensions);
  if (!covariance) return null;
  const [xx, xy] = covariance;
  const yy = covariance[dimensions + 1];
  const zz = dimensions === 3 ? covariance[8] : 0;
  const middle = (xx + yy) / 2;
  const radius = Math.hypot((xx - yy) / 2, xy);
  return {
    positionError: Math.sqrt(xx + yy + zz),
    horizontalError: Math.sqrt(xx + yy),
    verticalError: Math.sqrt(zz),
    ellipse: {
      semiMajor: Math.sqrt(middle + radius),
      semiMinor: Math.sqrt(Math.max(0, middle - radius)),
      azimuth: Math.atan2(2 * xy, xx - yy) / 2,
    },
  };
}
