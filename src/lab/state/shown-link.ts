/** Of all links of a user, the one whose stages the page shows. */
import type { LinkView, LocatedUser } from '../../engine/frontend.ts';

/** The link to the site that hears best, or that was asked for. */
export function shownLink({ links, site }: Pick<LocatedUser, 'links' | 'site'>): LinkView {
  return links[site];
}
