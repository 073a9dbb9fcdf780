/** What an estimator that fits a position to the reports of several sites has to say about one user. */

/** A nonlinear least-squares problem whose rows come in groups, one group for each site. */
export interface FixProblem {
  /** Sites with a report of the user. */
  readonly sites: number;
  /** Residuals of each site. */
  readonly rows: number;
  /** Length of the state: position first, then what else is unknown (a clock offset). */
  readonly unknowns: number;
  /** Fewer sites than this determine nothing. */
  readonly minimumSites: number;
  /** Probability of each site that its report is of a line of sight [sites], in (0, 1). */
  readonly sight: ArrayLike<number>;
  /**
   * Usual error of a good report, in the unit of the residuals. The scatter of a few residuals may come out much smaller
   * by chance; outliers are never looked for on a finer scale than this.
   */
  readonly scaleFloor: number;
  /**
   * Density of the residuals of one site [rows] where its report is of a detour, per unit of them.
   *
   * @param scale standard deviation of a good report
   */
  readonly detour: (residuals: Float64Array, scale: number) => number;
  /** First guesses from some of the sites alone; none where their geometry determines none. */
  readonly starts: (sites: readonly number[]) => readonly Float64Array[];
  /**
   * Writes the residuals, measured minus modelled, and their derivatives. A state that contradicts a site altogether
   * (it lies behind a bearing) gives this site a residual of Infinity.
   *
   * @param state [unknowns]
   * @param residuals target [sites, rows]
   * @param jacobian target [sites, rows, unknowns]: derivatives of the *modelled* values
   */
  readonly linearise: (state: Float64Array, residuals: Float64Array, jacobian: Float64Array) => void;
}

/** The residuals of all sites under a state [sites, rows]. */
export function residualsAt(problem: FixProblem, state: Float64Array): Float64Array {
  const rows = problem.sites * problem.rows;
  const residuals = new Float64Array(rows);
  problem.linearise(state, residuals, new Float64Array(rows * problem.unknowns));
  return residuals;
}
