/** Hyperbolic positioning in closed form: Chan and Ho 1994, IEEE Trans. Signal Processing 42(8), 1905–1915. */
import { invertSymmetric, solveWeightedLeastSquares } from '../../numerics/symmetric-solve.ts';
import type { Vector3 } from '../../scene/scene.ts';

/** A horizontal position and how far it is from the reference site, metres. */
export interface DifferenceFix {
  readonly x: number;
  readonly y: number;
  readonly range: number;
}

/**
 * Position from range differences d_s = r_s − r_0 at a known height.
 *
 * With r_s = d_s + r_0 squared, each site gives one equation that is linear in (x, y, r_0) (their eq. 5, with z known):
 * x_s·x + y_s·y + d_s·r_0 = ½(‖x_s‖² − d_s²) − z_s·z, everything relative to site 0. Three sites leave a quadratic in
 * r_0 (their section III-A); more are solved in two weighted steps (eqs. 14b and 22a).
 *
 * @param positions of the sites [S ≥ 3], metres; the first is the reference
 * @param differences [S], metres; the first is 0
 * @param height of the user, metres
 * @returns null where the geometry determines no position, or three sites leave two
 */
export function locateByDifferences(
  positions: readonly Vector3[],
  differences: readonly number[],
  height: number,
): DifferenceFix | null {
  if (positions.length < 3) return null;
  const [x0, y0, z0] = positions[0];
  const rise = height - z0;
  const others = positions.slice(1).map(([x, y, z], i) => {
    const east = x - x0;
    const north = y - y0;
    const up = z - z0;
    const difference = differences[i + 1];
    const value = (east ** 2 + north ** 2 + up ** 2 - difference ** 2) / 2 - up * rise;
    return { row: [east, north, difference], value };
  });
  const fix = others.length === 2 ? solveQuadratic(others, rise) : solveInTwoSteps(others, rise);
  return fix && { x: x0 + fix.x, y: y0 + fix.y, range: fix.range };
}

/** One site's equation, relative to the reference site. */
interface DifferenceEquation {
  /** [x_s, y_s, d_s]. */
  readonly row: readonly number[];
  readonly value: number;
}

/** Two equations give (x, y) = a + b·r; the reference range r then solves a quadratic. Only one root may be a range. */
function solveQuadratic(equations: readonly DifferenceEquation[], rise: number): DifferenceFix | null {
  const [{ row: first, value: u }, { row: second, value: v }] = equations;
  const determinant = first[0] * second[1] - first[1] * second[0];
  if (Math.abs(determinant) <= 1e-9 * Math.hypot(first[0], first[1]) * Math.hypot(second[0], second[1])) return null;
  const a = [(u * second[1] - v * first[1]) / determinant, (v * first[0] - u * second[0]) / determinant];
  const b = [
    (second[2] * first[1] - first[2] * second[1]) / determinant,
    (first[2] * second[0] - second[2] * first[0]) / determinant,
  ];
  const square = b[0] ** 2 + b[1] ** 2 - 1;
  const half = a[0] * b[0] + a[1] * b[1];
  const constant = a[0] ** 2 + a[1] ** 2 + rise ** 2;
  const discriminant = half ** 2 - square * constant;
  if (!(discriminant >= 0)) return null;
  // The stable form: no difference of nearly equal numbers.
  const large = -(half + (half < 0 ? -1 : 1) * Math.sqrt(discriminant));
  const roots = [large / square, constant / large].filter(
    (range) => Number.isFinite(range) && range >= Math.abs(rise) && equations.every(({ row }) => row[2] + range >= 0),
  );
  if (roots.length !== 1) return null;
  const [range] = roots;
  return { x: a[0] + b[0] * range, y: a[1] + b[1] * range, range };
}

/** Weighted least squares on (x, y, r), then on their squares, which ties the three together. */
function solveInTwoSteps(equations: readonly DifferenceEquation[], rise: number): DifferenceFix | null {
  // Weights need the ranges to all sites; the first pass takes them as equal.
  let first = solveLinear(equations, null);
  if (first) first = solveLinear(equations, first.solution[2]) ?? first;
  if (!first) return null;
  const [x, y, range] = first.solution;
  return solveSquares(first, rise) ?? (range > 0 ? { x, y, range } : null);
}

interface LinearFix {
  readonly solution: Float64Array;
  /** Covariance of the solution up to a factor [3, 3]. */
  readonly covariance: Float64Array;
}

/**
 * (GᵀΨ⁻¹G)⁻¹GᵀΨ⁻¹h with Ψ = BQB (eq. 14b): B holds the ranges r_s = d_s + r, Q = ½(I + 11ᵀ) is the covariance of
 * differences to a common reference, and Q⁻¹ = 2(I − 11ᵀ/S).
 */
function solveLinear(equations: readonly DifferenceEquation[], range: number | null): LinearFix | null {
  const sites = equations.length + 1;
  const scale = equations.map(({ row }) => (range === null ? 1 : Math.max(1e-3, row[2] + range)));
  // Dividing by B and taking the mean off is multiplying with a square root of Ψ⁻¹ up to the factor (1 − 1/√S)/n.
  const share = (1 - 1 / Math.sqrt(sites)) / equations.length;
  const whiten = (values: number[]): number[] => {
    const scaled = values.map((value, i) => value / scale[i]);
    const sum = scaled.reduce((a, b) => a + b, 0);
    return scaled.map((value) => value - share * sum);
  };
  const columns = [0, 1, 2].map((column) => whiten(equations.map(({ row }) => row[column])));
  const values = whiten(equations.map(({ value }) => value));
  const rows = values.flatMap((_, i) => columns.map((column) => column[i]));
  const solution = solveWeightedLeastSquares(
    rows,
    values,
    values.map(() => 1),
    3,
  );
  const normal = Float64Array.from({ length: 9 }, (_, at) =>
    values.reduce((sum, _value, i) => sum + columns[Math.floor(at / 3)][i] * columns[at % 3][i], 0),
  );
  const covariance = invertSymmetric(normal, 3);
  return solution && covariance && { solution, covariance };
}

/** x², y² and x² + y² = r² − rise², weighted by what is known of each (eqs. 19 to 22a); signs from the first step. */
function solveSquares({ solution: [x, y, range], covariance }: LinearFix, rise: number): DifferenceFix | null {
  const slopes = [2 * x, 2 * y, 2 * range];
  const spread = Float64Array.from(covariance, (value, at) => value * slopes[Math.floor(at / 3)] * slopes[at % 3]);
  const weight = invertSymmetric(spread, 3);
  if (!weight) return null;
  const design = [
    [1, 0],
    [0, 1],
    [1, 1],
  ];
  const values = [x ** 2, y ** 2, range ** 2 - rise ** 2];
  const normal = new Float64Array(4);
  const right = new Float64Array(2);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      for (let p = 0; p < 2; p++) {
        right[p] += design[i][p] * weight[3 * i + j] * values[j];
        for (let q = 0; q < 2; q++) normal[2 * p + q] += design[i][p] * weight[3 * i + j] * design[j][q];
      }
    }
  }
  const inverse = invertSymmetric(normal, 2);
  if (!inverse) return null;
  const eastSquared = inverse[0] * right[0] + inverse[1] * right[1];
  const northSquared = inverse[2] * right[0] + inverse[3] * right[1];
  if (!(eastSquared >= 0 && northSquared >= 0)) return null;
  return {
    x: Math.sign(x) * Math.sqrt(eastSquared),
    y: Math.sign(y) * Math.sqrt(northSquared),
    range: Math.sqrt(eastSquared + northSquared + rise ** 2),
  };
}
