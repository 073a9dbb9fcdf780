/** Of all links of a user, the one whose stages the page shows. */
import type { LinkView, LocatedUser } from '../../engine/frontend.ts';

/** The link to the site that hears best, or that was asked for. */
export function shownLink({ links, site }: Pick<LocatedUser, 'links' | 'site'>): LinkView {
  return links[site];
}

/** Whether a site reports anything about a user. */
export function isHeard({ reason }: LinkView): boolean {
  return reason === '';
}

/** Index of the site that hears a user best; null where none hears it. */
export function bestSite(links: readonly LinkView[]): number | null {
  let best: number | null = null;
  links.forEach((link, site) => {
    if (isHeard(link) && (best === null || link.snrDb > links[best].snrDb)) best = site;
  });
  return best;
}

/** The same user with the link to another site shown, where there is such a site. */
export function withSite<User extends LocatedUser>(located: User, site: number | null): User {
  return site !== null && site < located.links.length ? { ...located, site } : located;
}
