/** A link in four numbers: what a coverage map shows of its paths. */
import type { PathTable } from './path-table.ts';
import { PATH_END } from './path-table.ts';

/** The four numbers. A link without a path has no gain, and no delays: NaN. */
export interface LinkSummary {
  /** Sum of the path gains |a|², linear: the mean over a fading wavelength, not the momentary power. */
  readonly pathGain: number;
  /** Delay of the strongest path, seconds. */
  readonly strongestDelay: number;
  /** Power-weighted standard deviation of the delays, seconds (3GPP TR 25.996, §5.5; RMS delay spread). */
  readonly delaySpread: number;
  /** Whether a path touches nothing between its ends. */
  readonly lineOfSight: boolean;
}

/**
 * Summarises the paths of one link.
 *
 * @param paths strongest first
 */
export function summarizeLink(paths: PathTable): LinkSummary {
  const { count, amplitudes, delays, vertexOffsets, interactions } = paths;
  if (count === 0) return { pathGain: 0, strongestDelay: NaN, delaySpread: NaN, lineOfSight: false };
  // Delays are taken relative to the first path, so that a spread of nanoseconds survives microseconds of travel.
  let gain = 0;
  let first = 0;
  let second = 0;
  let lineOfSight = false;
  for (let p = 0; p < count; p++) {
    const power = amplitudes[2 * p] ** 2 + amplitudes[2 * p + 1] ** 2;
    const excess = delays[p] - delays[0];
    gain += power;
    first += power * excess;
    second += power * excess * excess;
    lineOfSight ||= interactions[vertexOffsets[p] + 1] === PATH_END;
  }
  const mean = first / gain;
  return {
    pathGain: gain,
    strongestDelay: delays[0],
    delaySpread: Math.sqrt(Math.max(0, second / gain - mean * mean)),
    lineOfSight,
  };
}
