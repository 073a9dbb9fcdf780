import { describe, expect, it } from 'vitest';
import type { LinkView, LocatedUser, SessionView } from '../../engine/frontend.ts';
import { bestSite, noFixReason, shownLink, shownSiteName, withSite } from './shown-link.ts';

const link = (snrDb: number, reason = ''): LinkView => ({ snrDb, reason }) as LinkView;
const silent = link(-Infinity, 'No path reaches the site.');
const located = (links: readonly LinkView[], site: number): LocatedUser => ({ links, site }) as unknown as LocatedUser;

describe('shown link', () => {
  it('is the one that was asked for, where there is such a site', () => {
    const user = located([link(3), link(7)], 1);
    expect(shownLink(withSite(user, 0)).snrDb).toBe(3);
    expect(shownLink(withSite(user, null)).snrDb).toBe(7);
    expect(withSite(user, 2)).toBe(user);
  });

  it('knows who hears best, were it noise alone that others hear', () => {
    expect(bestSite([link(3), link(9, 'Only noise.'), link(7), silent])).toBe(2);
    expect(bestSite([silent])).toBeNull();
  });

  it('says why nobody was found', () => {
    expect(noFixReason([silent])).toBe('No path reaches the site.');
    expect(noFixReason([silent, silent])).toBe('No path reaches the site.');
    expect(noFixReason([silent, link(3, 'Only noise.')])).toBe('No site hears the user.');
    expect(noFixReason([silent, link(3), silent])).toContain('1 of 3 sites');
  });

  it('names the site where there are several', () => {
    const session = { scene: { sites: [{ name: 'A' }, { name: 'B' }] } } as unknown as SessionView;
    expect(shownSiteName(session, located([link(1), link(2)], 1))).toBe('B');
    expect(shownSiteName(session, located([link(1)], 0))).toBe('');
    expect(shownSiteName(null, located([link(1), link(2)], 0))).toBe('');
  });
});
