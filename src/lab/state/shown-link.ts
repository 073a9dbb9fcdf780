/** Of all links of a user, the one whose stages the page shows. */
import type { LinkView, LocatedUser, SessionView } from '../../engine/frontend.ts';

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

/**
 * Why an estimator found nobody: what all sites say, or how many of them hear the user at all.
 *
 * @param links of the user to all sites
 */
export function noFixReason(links: readonly LinkView[]): string {
  const silent = links.filter((link) => !isHeard(link));
  if (links.length > 0 && silent.length === links.length) {
    const [{ reason }] = silent;
    return silent.every((link) => link.reason === reason) ? reason : 'No site hears the user.';
  }
  return `${links.length - silent.length} of ${links.length} sites hear the user, and that is not enough for this estimator.`;
}

/** Name of the site whose link is shown; an empty string where there is but one, and no need to name it. */
export function shownSiteName(
  session: Pick<SessionView, 'scene'> | null,
  { links, site }: Pick<LocatedUser, 'links' | 'site'>,
): string {
  const sites = session?.scene.sites ?? [];
  return links.length > 1 ? (sites.at(site)?.name ?? '') : '';
}
