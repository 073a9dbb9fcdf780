/** How likely a report is of a line of sight, from its power: a detour costs more than distance does. */
import { panelFrame, toPanelCosines } from '../../channel/array.ts';
import { toDecibels } from '../../numerics/decibels.ts';
import { SPEED_OF_LIGHT } from '../../numerics/physics.ts';
import { elementGain } from '../../propagation/patterns.ts';
import type { SiteReports } from '../estimator.ts';

/**
 * Loss beyond free space at which both are as likely, decibels: a line of sight with its ground reflection stays within six,
 * a reflection from a wall loses five to fifteen, the bend around an edge twenty and more.
 */
const EVEN_LOSS_DB = 9;

/** Decibels that multiply the odds by e. */
const LOSS_SCALE_DB = 2.5;

/** No report is beyond doubt. */
const DOUBT = 0.05;

/**
 * Probability of a line of sight for each report of a user (Güvenç and Chong 2009, IEEE Commun. Surveys Tuts. 11(3), §IV:
 * identification by received power against the delay's free-space loss).
 *
 * @param links sites that report the user
 * @param carrierFrequency hertz; without it losses are compared with the least among the sites
 * @returns [sites], in (0, 1)
 */
export function sightProbabilities(
  links: readonly SiteReports[],
  user: number,
  carrierFrequency: number | undefined,
): Float64Array {
  const losses = links.map((link) => excessLossDb(link, user, carrierFrequency ?? 1e9));
  const reference = carrierFrequency === undefined ? Math.min(...losses) : 0;
  return Float64Array.from(losses, (loss) => {
    const odds = Math.exp((EVEN_LOSS_DB - loss + reference) / LOSS_SCALE_DB);
    return DOUBT + (1 - 2 * DOUBT) * (odds === Infinity ? 1 : odds / (1 + odds));
  });
}

/** Free-space gain at the reported delay and direction over the received power, decibels (Friis 1946). */
function excessLossDb({ site, measurements }: SiteReports, user: number, carrierFrequency: number): number {
  const { delay, power, azimuth, elevation } = measurements;
  const wavelength = SPEED_OF_LIGHT / carrierFrequency;
  const range = Math.max(SPEED_OF_LIGHT * delay[user], wavelength);
  const [horizontal, vertical, boresight] = toPanelCosines(
    panelFrame(site.orientation),
    azimuth[user],
    elevation[user],
  );
  const gain = elementGain(site.panel.pattern, boresight, horizontal, vertical);
  return toDecibels((gain * (wavelength / (4 * Math.PI * range)) ** 2) / power[user]);
}
