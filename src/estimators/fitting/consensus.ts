/**
 * The most likely position when any report may be of a detour. Behind a building most of them are: then no vote among the
 * sites helps, but small subsets propose positions, and each is held against all reports by what a report of a line of
 * sight, and one of a detour, may look like.
 */
import type { FixRefusal } from '../no-fix.ts';
import type { FixProblem } from './fix-problem.ts';
import { residualsAt } from './fix-problem.ts';
import { minimiseResiduals, normalEquations } from './levenberg.ts';

/** Standard deviations of a good report that are tried, over the scale floor: as many as half a decade of noise asks for. */
const SCALES = [1, 2, 4, 8];

/** Reweighting settles in a handful of rounds, or wanders between two explanations. */
const MAXIMUM_ROUNDS = 20;

/** A proposal needs no more digits than it takes to tell a good one from a bad one. */
const PROPOSAL_STEPS = 4;
const POLISHING_STEPS = 30;

/** Geometry that multiplies errors by more than a hundred of its best direction determines nothing. */
const WORST_CONDITION = 1e-4;

/** Two positions whose logarithms of likelihood are nearer than this are equally likely; rounding is far below. */
const SAME_LIKELIHOOD = 1e-6;

/** A report that is less likely than this of a line of sight does not agree with a position. */
const AGREEING = 1e-3;

/** A fix: the state [unknowns] and how likely it makes the reports. */
export interface Fix {
  readonly kind: 'fix';
  readonly state: Float64Array;
  /** Logarithm of the likelihood. */
  readonly likelihood: number;
}

/**
 * The state that makes the reports most likely under the mixture p(r) = w·N(r; 0, σ²) + (1 − w)·D(r) for each site: w the
 * probability of a line of sight, D the density of detours (Gustafsson and Gunnarsson 2005, IEEE Signal Process. Mag.
 * 22(4), eq. 8; Güvenç and Chong 2009, IEEE Commun. Surveys Tuts. 11(3), §V). Elemental subsets of sites propose states
 * (Rousseeuw and Leroy 1987, Robust Regression and Outlier Detection, §5.1), σ is the likeliest of a few, and expectation
 * maximisation polishes the best of them: least squares weighted with how likely each report is of a line of sight.
 *
 * @returns the fix, or why there is none
 */
export function findConsensus(problem: FixProblem): Fix | FixRefusal {
  const { sites, minimumSites } = problem;
  if (sites < minimumSites) return { kind: 'too-few-sites', needed: minimumSites, heard: sites };
  const states = propose(problem);
  if (states.length === 0) return { kind: 'undetermined' };
  const proposals = states.flatMap((state) => {
    const residuals = residualsAt(problem, state);
    return SCALES.map((factor) => {
      const scale = factor * problem.scaleFloor;
      return { state, scale, likelihood: likelihoodOf(problem, residuals, scale) };
    });
  });
  const best = proposals.reduce((a, b) => (b.likelihood > a.likelihood ? b : a));
  const rival = proposals.some(
    ({ state, likelihood }) =>
      best.likelihood - likelihood < SAME_LIKELIHOOD && distanceBetween(best.state, state) > 10 * best.scale,
  );
  if (rival) return { kind: 'undetermined' };
  return polish(problem, best.state, best.scale);
}

/** What all sites together and every elemental subset make of it. */
function propose(problem: FixProblem): Float64Array[] {
  const all = Array.from({ length: problem.sites }, (_, site) => site);
  const fewest = Math.ceil(problem.unknowns / problem.rows);
  const subsets = [fewest, fewest + 1]
    .filter((size) => size < problem.sites)
    .flatMap((size) => combinations(all, size));
  return [all, ...subsets].flatMap((subset) => {
    const weights = Float64Array.from(all, (site) => (subset.includes(site) ? 1 : 0));
    return problem.starts(subset).flatMap((start) => {
      // The smallest subsets have nothing to spare: their closed form fits them already, or nothing does.
      const state = subset.length > fewest ? minimiseResiduals(problem, weights, start, PROPOSAL_STEPS) : start;
      return state?.every(Number.isFinite) ? [state] : [];
    });
  });
}

/** Densities of the residuals of one site: weighted that of a line of sight, weighted that of a detour. */
function densitiesOf(problem: FixProblem, residuals: Float64Array, site: number, scale: number): [number, number] {
  const { rows, sight, detour } = problem;
  const own = residuals.subarray(site * rows, (site + 1) * rows);
  let squared = 0;
  for (const residual of own) squared += (residual / scale) ** 2;
  const normal = Math.exp(-squared / 2) / (Math.sqrt(2 * Math.PI) * scale) ** rows;
  return [sight[site] * normal, (1 - sight[site]) * detour(own, scale)];
}

function likelihoodOf(problem: FixProblem, residuals: Float64Array, scale: number): number {
  let sum = 0;
  for (let site = 0; site < problem.sites; site++) {
    const [sight, detour] = densitiesOf(problem, residuals, site, scale);
    sum += Math.log(sight + detour);
  }
  return sum;
}

function polish(problem: FixProblem, start: Float64Array, scale: number): Fix | FixRefusal {
  let state = start;
  let residuals = residualsAt(problem, state);
  const weights = new Float64Array(problem.sites);
  for (let round = 0; round < MAXIMUM_ROUNDS; round++) {
    for (let site = 0; site < problem.sites; site++) {
      const [sight, detour] = densitiesOf(problem, residuals, site, scale);
      weights[site] = sight / (sight + detour);
    }
    if (weights.every((weight) => weight < AGREEING)) return { kind: 'contradictory' };
    const next = minimiseResiduals(problem, weights, state, POLISHING_STEPS);
    if (!next) return { kind: 'undetermined' };
    const moved = distanceBetween(next, state);
    state = next;
    residuals = residualsAt(problem, state);
    if (moved < 1e-6) break;
  }
  if (!isDetermined(problem, weights, state)) return { kind: 'undetermined' };
  const likelihood = likelihoodOf(problem, residuals, scale);
  return Number.isFinite(likelihood) ? { kind: 'fix', state, likelihood } : { kind: 'contradictory' };
}

function distanceBetween(a: Float64Array, b: Float64Array): number {
  return Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0));
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
function combinations(list: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return list.flatMap((head, at) => combinations(list.slice(at + 1), size - 1).map((tail) => [head, ...tail]));
}
