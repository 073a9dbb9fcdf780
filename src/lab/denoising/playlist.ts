/** Whom the page shows by itself: those whose sites know little alone and much together. */
import type { PosteriorSpread } from '../../engine/frontend.ts';

/** Together the sites find a user at least this much better than alone. */
const WORTH_SEEING = 3;

/** So many users are shown over and over. */
const LENGTH = 6;

/** How much nearer to the user the samples are together, a ratio. */
export function gainOf({ alone, together }: Pick<PosteriorSpread, 'alone' | 'together'>): number {
  return alone / together;
}

/**
 * The users to show, the most telling first: those of the largest gains, or where nobody gains much whoever gains most.
 *
 * @param spreads as far as they are known
 */
export function choosePlaylist(spreads: readonly PosteriorSpread[]): number[] {
  const sorted = spreads.filter((one) => Number.isFinite(gainOf(one))).toSorted((a, b) => gainOf(b) - gainOf(a));
  const worth = sorted.filter((one) => gainOf(one) >= WORTH_SEEING);
  return (worth.length > 0 ? worth : sorted.slice(0, 1)).slice(0, LENGTH).map(({ user }) => user);
}

/** Who comes after somebody in a list that may have changed since; null where it is empty. */
export function nextIn(list: readonly number[], user: number | null): number | null {
  if (list.length === 0) return null;
  return list[(list.indexOf(user ?? -1) + 1) % list.length];
}
