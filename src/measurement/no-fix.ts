/** Why a sounding gave no measurement: a typed reason in place of a number that nobody measured. */

/** Every reason; a table of reports holds their numbers in this order, from 1 on. */
export const NO_FIX_REASONS = [
  'no-path',
  'no-power',
  'not-finite',
  'no-signal',
  'panel-too-small',
  'one-tone',
  'too-many-sources',
] as const;

/** One of them. */
export type NoFixReason = (typeof NO_FIX_REASONS)[number];

/** A sounding that gives no measurement, and why. */
export interface NoFix {
  readonly kind: 'no-fix';
  readonly reason: NoFixReason;
}

/** What each reason means, a sentence for the page. */
export const NO_FIX_SENTENCE: Readonly<Record<NoFixReason, string>> = {
  'no-path': 'No path reaches the site.',
  'no-power': 'The received pilots are zero.',
  'not-finite': 'The received pilots hold values that are not finite: mend or leave out that record.',
  'no-signal': 'No signal stands out of the noise.',
  'panel-too-small': 'The panel needs two rows and two columns to measure azimuth and elevation.',
  'one-tone': 'A single tone cannot tell a delay.',
  'too-many-sources': 'As many arrivals as the panel has antennas: their directions cannot be told apart.',
};

/** The number of a reason in a table of reports; 0 stands for a report that is there. */
export function reasonCode(reason: NoFixReason): number {
  return 1 + NO_FIX_REASONS.indexOf(reason);
}

/** The reason behind a number, or null for 0. */
export function reasonOfCode(code: number): NoFixReason | null {
  return code === 0 ? null : NO_FIX_REASONS[code - 1];
}

/**
 * Soundings that need not be made: nothing would be in them.
 *
 * @param paths of the link
 * @param snrDb SNR of the sounding, decibels
 * @returns the reason, or null where there is something to measure; an SNR of +∞ is a sounding without noise
 */
export function refuseSounding(paths: number, snrDb: number): NoFix | null {
  if (paths === 0) return { kind: 'no-fix', reason: 'no-path' };
  if (Number.isNaN(snrDb)) return { kind: 'no-fix', reason: 'not-finite' };
  // Noise without end drowns any signal.
  if (snrDb === -Infinity) return { kind: 'no-fix', reason: 'no-signal' };
  return null;
}
