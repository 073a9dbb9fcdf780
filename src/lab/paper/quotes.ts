/** What a paper's text says of a figure, in the words of a table. */
import type { PaperQuote } from '../../engine/frontend.ts';
import { fixed, withUnit } from '../format.ts';

/** SNRs that something is said of, such as "4 to 6 dB". */
export function quotedSnr({ snr_db: range }: Pick<PaperQuote, 'snr_db'>): string {
  if (range === null) return 'not said';
  const [from, to] = range;
  return from === to ? withUnit(from, 0, 'dB') : `${fixed(from, 0)} to ${withUnit(to, 0, 'dB')}`;
}

/**
 * A length, two of them, or one that is not gone beyond, metres.
 *
 * @param least null for an open end, and `most` likewise
 */
export function quotedErrors(least: number | null, most: number | null): string {
  if (least === null && most === null) return '–';
  if (least === null) return `below ${fixed(most ?? NaN, 2)}`;
  if (most === null) return `above ${fixed(least, 2)}`;
  return least === most ? fixed(least, 2) : `${fixed(least, 2)} to ${fixed(most, 2)}`;
}

/** One length at one SNR: what can be marked in a figure. */
export interface QuotedPoint {
  readonly estimator: string;
  readonly title: string;
  readonly snrDb: number;
  /** Metres. */
  readonly error: number;
}

/** Those of some quotes that are points. */
export function quotedPoints(quoted: readonly PaperQuote[]): QuotedPoint[] {
  return quoted.flatMap(({ estimator, title, snr_db: range, least_m: least, most_m: most }) =>
    range?.[0] === range?.[1] && range && least !== null && least === most
      ? [{ estimator, title, snrDb: range[0], error: least }]
      : [],
  );
}
