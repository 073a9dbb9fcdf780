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

/**
 * The site that hears a user best: the one with the highest signal-to-noise ratio.
 *
 * @returns index into `links`; −1 where no site has a report
 */
export function servingSite({ links }: EstimatorInput, user: number): number {
  let best = -1;
  links.forEach(({ measurements: { snr } }, site) => {
    if (!Number.isNaN(snr[user]) && (best < 0 || snr[user] > links[best].measurements.snr[user])) best = site;
  });
  return best;
}
