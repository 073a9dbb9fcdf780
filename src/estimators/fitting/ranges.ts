/** Distances to several sites, with or without a common offset, as a problem of fitting a position at a known height. */
import type { Site } from '../../scene/sites.ts';
import { lateDensity } from './detours.ts';
import type { FixProblem } from './fix-problem.ts';

/** Metres. On a line of sight a 100 MHz sounding is good to decimetres, a tenth of its tap. */
const SCALE_FLOOR = 0.3;

/** See the fields of the same names in `FixProblem`. */
export interface RangeReports extends Pick<FixProblem, 'sight' | 'starts'> {
  /** Where each range was measured [S]. */
  readonly sites: readonly Site[];
  /** d_s [S], metres. */
  readonly ranges: readonly number[];
  /** Height of the user, metres. */
  readonly height: number;
  /** Whether an offset b that all ranges share is unknown. */
  readonly offset: boolean;
}

/**
 * d_s = ‖x − x_s‖ (+ b where the offset is unknown) over x, y (and b). An unknown offset makes it time difference of
 * arrival: with independent errors of equal size, least squares over (x, y, b) is maximum likelihood for the
 * differences to any reference with their correlated errors, and no site is special, so any of them may be the outlier.
 */
export function rangeProblem({ sites, ranges, height, offset, sight, starts }: RangeReports): FixProblem {
  const unknowns = offset ? 3 : 2;
  return {
    sites: sites.length,
    rows: 1,
    unknowns,
    minimumSites: 3,
    sight,
    scaleFloor: SCALE_FLOOR,
    detour: (residuals, scale) => lateDensity(residuals[0], scale),
    starts,
    linearise(state, residuals, jacobian) {
      sites.forEach(({ position: [x, y, z] }, row) => {
        const east = state[0] - x;
        const north = state[1] - y;
        // Right above or below a site the range has no slope; the length keeps its direction from being 0/0.
        const distance = Math.max(Math.sqrt(east * east + north * north + (height - z) ** 2), 1e-12);
        residuals[row] = ranges[row] - distance - (offset ? state[2] : 0);
        jacobian[row * unknowns] = east / distance;
        jacobian[row * unknowns + 1] = north / distance;
        if (offset) jacobian[row * unknowns + 2] = 1;
      });
    },
  };
}
