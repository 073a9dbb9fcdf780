/** What estimators are fed, in words: the report, what is measured of the channel, or the channel itself. */
import { CLEAN_PATHS } from '../features/taps/link-features.ts';
import { FINGERPRINT_TAPS } from '../features/tap-fingerprint.ts';
import type { Estimator } from './estimator.ts';
import type { EstimatorEntry } from './registry.ts';
import type { InputKind } from './site-inputs/weights-name.ts';

/**
 * A sentence on it.
 *
 * @param entry its line of the table
 * @param loaded with it what its weights are really fed; until then what they usually are
 */
export function fedSentence(
  { reads = 'reports', inputs }: Pick<EstimatorEntry, 'reads' | 'inputs'>,
  loaded?: Pick<Estimator, 'input'>,
): string {
  switch (reads) {
    case 'reports':
      return 'Fed what every site reports: SNR, angles, delay and power.';
    case 'paths':
      return `Fed up to ${CLEAN_PATHS} CLEAN paths of every site’s channel, each with its range, direction and power.`;
    case 'channels':
      return linkSentence(loaded?.input ?? inputs?.[0] ?? 'measured');
    case 'channels-and-fixes':
      return 'Fed the channel that every site estimates, and the fix of another estimator.';
    default:
      return reads satisfies never;
  }
}

/** What a network of several sites is fed of each. */
function linkSentence(input: InputKind): string {
  switch (input) {
    case 'measured':
      return `Fed what is measured of every site’s channel: its power and spread, the first, the strongest and up to ${CLEAN_PATHS} CLEAN paths, the anchor that each would put the user at, and the known places that look most like that.`;
    case 'fingerprint':
      return `Fed the fingerprint of every site’s channel: ${FINGERPRINT_TAPS} taps in every beam of its three middle rows, real and imaginary, at unit power, with their moduli, and its power and delay beside them.`;
    default:
      return input satisfies never;
  }
}
