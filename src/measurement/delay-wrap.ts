/** Delays longer than the sounding can tell apart: a comb spectrum repeats in delay, and a late path reads as an early one. */
import { unambiguousDelay } from '../channel/srs.ts';
import type { RadioConfiguration } from '../channel/radio.ts';
import type { ChannelPaths } from '../channel/synthesize.ts';

/** Paths of a link that the sounding reads too early. */
export interface DelayWarning {
  /** How many paths come later than the period. */
  readonly paths: number;
  /** The latest of them, seconds. */
  readonly longest: number;
  /** Delay after which the comb's spectrum repeats, seconds. */
  readonly period: number;
  /** Whether the strongest path is one of them, so that the reported delay is wrong by whole periods. */
  readonly strongest: boolean;
}

/**
 * Checks the paths of a link against the period 1/(K_TC·Δf) of the comb (TS 38.211 §6.4.1.4.3): with the S1–S3 numerology
 * 4.17 µs or 1,249 m, with that of `tokyo` 8.33 µs or 2,498 m.
 *
 * @returns null where every delay is told right
 */
export function delayWarning(
  { count, delays, amplitudes }: Pick<ChannelPaths, 'count' | 'delays' | 'amplitudes'>,
  radio: RadioConfiguration,
): DelayWarning | null {
  const period = unambiguousDelay(radio);
  let late = 0;
  let longest = 0;
  let highest = -1;
  let strongest = false;
  for (let path = 0; path < count; path++) {
    const wraps = delays[path] >= period;
    const power = amplitudes[2 * path] ** 2 + amplitudes[2 * path + 1] ** 2;
    if (power > highest) {
      highest = power;
      strongest = wraps;
    }
    if (!wraps) continue;
    late++;
    longest = Math.max(longest, delays[path]);
  }
  return late > 0 ? { paths: late, longest, period, strongest } : null;
}

/** What a warning says, a sentence for the page. */
export function delayWarningSentence({ paths, longest, period, strongest }: DelayWarning): string {
  const microseconds = (seconds: number): string => `${(seconds * 1e6).toFixed(2)} µs`;
  const which = paths === 1 ? 'One path arrives' : `${paths} paths arrive`;
  return (
    `${which} up to ${microseconds(longest)} late; this sounding repeats after ${microseconds(period)}, ` +
    `so ${strongest ? 'the reported delay is too short by whole periods' : 'they are read as early ones'}.`
  );
}
