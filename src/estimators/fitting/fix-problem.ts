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
  /** So many sites determine the state with something to spare, so that their residuals mean something. */
  readonly subsetSites: number;
  /**
   * Usual error of a good report, in the unit of the residuals. The scatter of a few residuals may come out much smaller
   * by chance; outliers are never looked for on a finer scale than this.
   */
  readonly scaleFloor: number;
  /** True for delays: a detour makes a report late, nothing makes it early, so that its residual cannot be far below 0. */
  readonly neverEarly: boolean;
  /** First guess from some of the sites alone; null where their geometry determines none. */
  readonly start: (sites: readonly number[]) => Float64Array | null;
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

/** Length of each site's group of residuals [sites]. */
export function siteResiduals({ sites, rows }: FixProblem, residuals: Float64Array): Float64Array {
  const lengths = new Float64Array(sites);
  for (let i = 0; i < sites * rows; i++) lengths[Math.floor(i / rows)] += residuals[i] * residuals[i];
  return lengths.map(Math.sqrt);
}
