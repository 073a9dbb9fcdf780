/**
 * A position that most sites agree on. A reflected path makes a report wrong by metres, and one such report must not
 * bend the fix: every small subset of sites proposes a position, the proposal that most sites support wins, and a
 * redescending M-estimator polishes it on all sites that are not far off.
 */
import type { FixProblem } from './fix-problem.ts';
import { siteResiduals } from './fix-problem.ts';
import { minimiseResiduals, normalEquations } from './levenberg.ts';

/** Tukey's constant for 95 % efficiency under normal errors. */
const BIWEIGHT = 4.685;

/** Reweighting settles in a handful of rounds, or wanders between two explanations. */
const MAXIMUM_ROUNDS = 20;

/** A proposal needs no more digits than it takes to tell a good one from a bad one. */
const PROPOSAL_STEPS = 4;
const POLISHING_STEPS = 30;

/** Geometry that multiplies errors by more than 1e4 of its best direction determines nothing. */
const WORST_CONDITION = 1e-8;

/**
 * The state that most sites agree on: least quantile of squares over elemental subsets (Rousseeuw and Leroy 1987,
 * Robust Regression and Outlier Detection, §3.4 and §5.1, with its small-sample factor 1.4826(1 + 5/(n − p))), then
 * iteratively reweighted least squares with Tukey's biweight from the best of them.
 *
 * @returns the state [unknowns], or null where there are too few sites or their geometry does not determine it
 */
export function findConsensus(problem: FixProblem): Float64Array | null {
  const { sites, rows, unknowns } = problem;
  if (sites < problem.minimumSites) return null;
  const proposals = propose(problem);
  if (proposals.length === 0) return null;
  const sitesOfState = Math.ceil(unknowns / rows);
  // Half of the sites that are not needed may be wrong: a position that more of them support by chance is rare.
  const outliers = Math.max(0, (sites - sitesOfState) >> 1);
  const least = Math.min(...proposals.map(({ distances }) => distances.slice().sort()[sites - outliers - 1]));
  if (!Number.isFinite(least)) return null;
  const spare = Math.max(1, sites * rows - unknowns);
  const scale = Math.max(problem.scaleFloor, 1.4826 * (1 + 5 / spare) * least);
  const best = proposals.reduce((a, b) =>
    contradiction(problem, b, scale) < contradiction(problem, a, scale) ? b : a,
  );
  return polish(problem, best, scale);
}

/** A state, the residuals of all sites under it, and their length for each site. */
interface Proposal {
  readonly state: Float64Array;
  readonly residuals: Float64Array;
  readonly distances: Float64Array;
}

/** Fits of all sites together and of every elemental subset. */
function propose(problem: FixProblem): Proposal[] {
  const all = Array.from({ length: problem.sites }, (_, site) => site);
  const subsets = problem.sites > problem.subsetSites ? [all, ...combinations(all, problem.subsetSites)] : [all];
  return subsets.flatMap((subset) => {
    const start = problem.start(subset);
    if (!start) return [];
    const weights = Float64Array.from(all, (site) => (subset.includes(site) ? 1 : 0));
    const state = minimiseResiduals(problem, weights, start, PROPOSAL_STEPS);
    return state ? [assess(problem, state)] : [];
  });
}

function assess(problem: FixProblem, state: Float64Array): Proposal {
  const rows = problem.sites * problem.rows;
  const residuals = new Float64Array(rows);
  problem.linearise(state, residuals, new Float64Array(rows * problem.unknowns));
  return { state, residuals, distances: siteResiduals(problem, residuals) };
}

/**
 * How much the sites object to a state: Tukey's ρ, one for everything beyond its reach, and one more for a delay that
 * would be too short, which no reflection explains.
 */
function contradiction({ neverEarly }: FixProblem, { distances, residuals }: Proposal, scale: number): number {
  const reach = BIWEIGHT * scale;
  const impossible = neverEarly ? residuals.filter((residual) => residual < -reach).length : 0;
  return distances.reduce((sum, distance) => sum + 1 - (1 - Math.min(1, (distance / reach) ** 2)) ** 3, impossible);
}

function polish(problem: FixProblem, start: Proposal, scale: number): Float64Array | null {
  let { state, distances } = start;
  let weights = new Float64Array(problem.sites);
  for (let round = 0; round < MAXIMUM_ROUNDS; round++) {
    weights = distances.map((distance) => (1 - Math.min(1, (distance / (BIWEIGHT * scale)) ** 2)) ** 2);
    const next = minimiseResiduals(problem, weights, state, POLISHING_STEPS);
    if (!next) return null;
    const moved = Math.hypot(...next.map((value, i) => value - state[i]));
    ({ state, distances } = assess(problem, next));
    if (moved < 1e-6) break;
  }
  return isDetermined(problem, weights, state) ? state : null;
}

/** Whether the sites that count tell all unknowns apart. */
function isDetermined(problem: FixProblem, weights: Float64Array, state: Float64Array): boolean {
  const { unknowns } = problem;
  const rows = problem.sites * problem.rows;
  const residuals = new Float64Array(rows);
  const jacobian = new Float64Array(rows * unknowns);
  problem.linearise(state, residuals, jacobian);
  const { normal } = normalEquations(problem, weights, residuals, jacobian);
  // Pivots of the elimination, largest diagonal first, bound the condition well enough for three or four unknowns.
  let first = 0;
  for (let step = 0; step < unknowns; step++) {
    let pivot = -1;
    let largest = 0;
    for (let i = 0; i < unknowns; i++) {
      if (normal[i * unknowns + i] > largest) {
        largest = normal[i * unknowns + i];
        pivot = i;
      }
    }
    if (step === 0) first = largest;
    if (pivot < 0 || !(largest > WORST_CONDITION * first)) return false;
    for (let i = 0; i < unknowns; i++) {
      if (i === pivot) continue;
      const share = normal[i * unknowns + pivot] / largest;
      for (let j = 0; j < unknowns; j++) normal[i * unknowns + j] -= share * normal[pivot * unknowns + j];
    }
    for (let k = 0; k < unknowns; k++) {
      normal[pivot * unknowns + k] = 0;
      normal[k * unknowns + pivot] = 0;
    }
  }
  return true;
}

/** All subsets of a size, in the order of the list. */
export function combinations(list: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return list.flatMap((head, at) => combinations(list.slice(at + 1), size - 1).map((tail) => [head, ...tail]));
}
