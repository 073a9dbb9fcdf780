/** Natural cubic splines through equally spaced samples. */

/** A spline through samples at 0, 1, 2 …: its samples and their second derivatives. */
export interface CubicSpline {
  readonly samples: Float64Array;
  /** Second derivative at each sample; 0 at both ends. */
  readonly curvatures: Float64Array;
}

/**
 * The natural cubic spline through equally spaced samples (de Boor, A Practical Guide to Splines, ch. IV).
 *
 * @param samples values at positions 0 … n − 1, n ≥ 2; copied
 * @throws RangeError for fewer than two samples
 */
export function createCubicSpline(samples: ArrayLike<number>): CubicSpline {
  const count = samples.length;
  if (count < 2) throw new RangeError('a spline needs at least two samples');
  const copy = Float64Array.from(samples);
  const curvatures = new Float64Array(count);
  const ratio = new Float64Array(count);
  // Thomas algorithm on c[i−1] + 4c[i] + c[i+1] = 6(s[i−1] − 2s[i] + s[i+1]).
  for (let i = 1; i < count - 1; i++) {
    const pivot = 4 - ratio[i - 1];
    ratio[i] = 1 / pivot;
    curvatures[i] = (6 * (copy[i - 1] - 2 * copy[i] + copy[i + 1]) - curvatures[i - 1]) / pivot;
  }
  for (let i = count - 3; i >= 1; i--) curvatures[i] -= ratio[i] * curvatures[i + 1];
  return { samples: copy, curvatures };
}

/** Value of the spline at a position in [0, n − 1]; the end pieces continue outside. */
export function evaluateSpline({ samples, curvatures }: CubicSpline, position: number): number {
  const i = Math.min(samples.length - 2, Math.max(0, Math.floor(position)));
  const t = position - i;
  const u = 1 - t;
  return (
    u * samples[i] + t * samples[i + 1] + ((u * u * u - u) * curvatures[i] + (t * t * t - t) * curvatures[i + 1]) / 6
  );
}

/**
 * Position and value of the spline's maximum over the two intervals around a sample.
 *
 * @param spline the spline
 * @param index the sample that is not below its neighbours
 */
export function findSplineMaximum(spline: CubicSpline, index: number): { position: number; value: number } {
  const { samples, curvatures } = spline;
  let position = index;
  let value = samples[index];
  for (const i of [index - 1, index]) {
    if (i < 0 || i > samples.length - 2) continue;
    // In the interval the derivative is a quadratic, α t² + β t + γ.
    const alpha = (curvatures[i + 1] - curvatures[i]) / 2;
    const beta = curvatures[i];
    const gamma = samples[i + 1] - samples[i] - (2 * curvatures[i] + curvatures[i + 1]) / 6;
    for (const t of quadraticRoots(alpha, beta, gamma)) {
      if (!(t >= 0 && t <= 1)) continue;
      const candidate = evaluateSpline(spline, i + t);
      if (candidate > value) {
        value = candidate;
        position = i + t;
      }
    }
  }
  return { position, value };
}

/** Real roots of αt² + βt + γ, without cancellation; not finite where there are none. */
function quadraticRoots(alpha: number, beta: number, gamma: number): [number, number] {
  const q = -0.5 * (beta + (beta < 0 ? -1 : 1) * Math.sqrt(beta * beta - 4 * alpha * gamma));
  return [q / alpha, gamma / q];
}
