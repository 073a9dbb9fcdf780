/** Levenberg–Marquardt for the few unknowns of a position fix. */
import { factorSymmetric, solveFactored } from '../../numerics/symmetric-solve.ts';
import type { FixProblem } from './fix-problem.ts';

/** A step shorter than this ends the search, metres. */
const SMALLEST_STEP = 1e-6;

/**
 * Minimises Σ_s w_s‖r_s(x)‖² (Madsen, Nielsen, Tingleff 2004, Methods for Non-Linear Least Squares Problems, §3.2).
 * Undamped it is Gauss–Newton; damping only enters where a step does not help.
 *
 * @param weights w [sites]; a site of weight zero takes no part
 * @param start first guess [unknowns]; only read
 * @param maximumSteps after which the search ends wherever it is
 * @returns the minimum [unknowns], or null where the sites of positive weight do not determine it
 */
export function minimiseResiduals(
  problem: FixProblem,
  weights: ArrayLike<number>,
  start: Float64Array,
  maximumSteps: number,
): Float64Array | null {
  const { unknowns, linearise } = problem;
  const rows = problem.sites * problem.rows;
  let residuals = new Float64Array(rows);
  let jacobian = new Float64Array(rows * unknowns);
  let nextResiduals = new Float64Array(rows);
  let nextJacobian = new Float64Array(rows * unknowns);
  let state = start.slice();
  linearise(state, residuals, jacobian);
  let cost = weightedCost(problem, weights, residuals);
  if (!Number.isFinite(cost)) return null;
  let damping = 0;
  for (let iteration = 0; iteration < maximumSteps; iteration++) {
    const { normal, gradient } = normalEquations(problem, weights, residuals, jacobian);
    const factor = normal.slice();
    for (let i = 0; i < unknowns; i++) factor[i * unknowns + i] *= 1 + damping;
    if (!factorSymmetric(factor, unknowns)) return null;
    solveFactored(factor, unknowns, gradient);
    const next = state.map((value, i) => value + gradient[i]);
    linearise(next, nextResiduals, nextJacobian);
    const nextCost = weightedCost(problem, weights, nextResiduals);
    const step = Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0));
    if (nextCost <= cost) {
      state = next;
      cost = nextCost;
      [residuals, nextResiduals] = [nextResiduals, residuals];
      [jacobian, nextJacobian] = [nextJacobian, jacobian];
      damping = damping < 1e-6 ? 0 : damping / 10;
    } else {
      damping = Math.max(1e-4, 10 * damping);
    }
    if (step < SMALLEST_STEP) break;
  }
  return state;
}

function weightedCost({ sites, rows }: FixProblem, weights: ArrayLike<number>, residuals: Float64Array): number {
  let sum = 0;
  for (let site = 0; site < sites; site++) {
    if (weights[site] === 0) continue;
    for (let row = site * rows; row < (site + 1) * rows; row++) sum += weights[site] * residuals[row] ** 2;
  }
  return sum;
}

/** JᵀWJ [unknowns, unknowns] and JᵀWr [unknowns]. */
export function normalEquations(
  { sites, rows, unknowns }: FixProblem,
  weights: ArrayLike<number>,
  residuals: Float64Array,
  jacobian: Float64Array,
): { readonly normal: Float64Array; readonly gradient: Float64Array } {
  const normal = new Float64Array(unknowns * unknowns);
  const gradient = new Float64Array(unknowns);
  for (let site = 0; site < sites; site++) {
    if (weights[site] === 0) continue;
    for (let row = site * rows; row < (site + 1) * rows; row++) {
      for (let i = 0; i < unknowns; i++) {
        const weighted = weights[site] * jacobian[row * unknowns + i];
        gradient[i] += weighted * residuals[row];
        for (let j = 0; j < unknowns; j++) normal[i * unknowns + j] += weighted * jacobian[row * unknowns + j];
      }
    }
  }
  return { normal, gradient };
}
