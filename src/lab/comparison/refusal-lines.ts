/** Why some estimators have no fix of a user, one line a reason. */
import type { LocatedUser } from '../../engine/frontend.ts';
import { isHeard, noFixReason } from '../state/shown-link.ts';

/**
 * What the sites say where none of them hears the user; else each reason once, with whom it keeps from a fix unless that is
 * all there are.
 *
 * @param estimators those in use
 */
export function refusalLines(
  { links, refusals }: Pick<LocatedUser, 'links' | 'refusals'>,
  estimators: readonly { readonly id: string; readonly title: string }[],
): string[] {
  const reasonOf: Readonly<Record<string, string | undefined>> = refusals;
  const titles = new Map<string, string[]>();
  for (const { id, title } of estimators) {
    const reason = reasonOf[id];
    if (reason !== undefined) titles.set(reason, [...(titles.get(reason) ?? []), title]);
  }
  if (titles.size > 0 && !links.some(isHeard)) return [noFixReason(links)];
  return Array.from(titles, ([reason, those]) =>
    those.length === estimators.length ? reason : `${those.join(', ')}: ${reason}`,
  );
}
