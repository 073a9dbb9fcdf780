/** Which site's reports an estimator reads. */
import { LabError } from '../errors/lab-error.ts';
import type { EstimatorInput, SiteReports } from './estimator.ts';

/**
 * The one site of an estimator that knows a single site.
 *
 * @throws LabError 'unsupported' where there are several sites, or none
 */
export function onlyLink({ links }: EstimatorInput): SiteReports {
  if (links.length === 1) return links[0];
  throw new LabError(
    'unsupported',
    `This estimator reads the reports of one site, and there are ${links.length}.`,
    'Choose an estimator for several sites.',
  );
}

/** More sites than this are not asked about one user: fits over their subsets would take long and gain little. */
const MOST_SITES = 12;

/** The sites that report a user, best signal-to-noise ratio first, at most twelve. */
export function hearingSites({ links }: EstimatorInput, user: number): SiteReports[] {
  return links
    .filter(({ measurements: { snr, delay } }) => !Number.isNaN(snr[user]) && Number.isFinite(delay[user]))
    .sort((a, b) => b.measurements.snr[user] - a.measurements.snr[user])
    .slice(0, MOST_SITES);
}

/**
 * The heights that a 2-D estimator relies on.
 *
 * @returns [count], metres
 * @throws LabError 'bad-argument' where they are not given
 */
export function knownHeights({ heights }: EstimatorInput): Float64Array {
  if (heights) return heights;
  throw new LabError(
    'bad-argument',
    'This estimator finds x and y, and needs the height of every user.',
    'Hand in heights.',
  );
}
