/** The sites before a user: how far, how well each hears it or why it does not, and which one's link is shown. */
import type { ReactElement } from 'react';
import type { LinkView, LocatedUser } from '../../engine/frontend.ts';
import { fixed, withUnit } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { kindsOfPath } from '../map/path-lines.ts';
import { bestSite, isHeard, shownLink } from '../state/shown-link.ts';
import type { Site } from '../state/site-edits.ts';
import styles from './heard-by.module.css';

function isInSight({ paths }: LinkView): boolean {
  return Array.from({ length: paths.count }, (_, path) => kindsOfPath(paths, path)[0]).includes('line of sight');
}

const snrText = (link: LinkView): string => (isHeard(link) ? withUnit(link.snrDb, 1, 'dB') : '–');

/** One line of the shown site, and where there are several, all of them to choose from with their SNR. */
export function HeardBy({
  user,
  sites,
  said,
}: {
  readonly user: LocatedUser;
  readonly sites: readonly Site[];
  /** Why there is no fix, which stands above and need not be said again. */
  readonly said: readonly string[];
}): ReactElement | null {
  const lab = useLab();
  const chosen = useLabState((state) => state.shownSite);
  const { links, position } = user;
  const site = sites.at(user.site);
  // A site that has just been taken away still has a link for a moment.
  if (!site || links.length !== sites.length) return null;
  const link = shownLink(user);
  const best = bestSite(links);
  const away = withUnit(Math.hypot(...site.position.map((value, axis) => value - position[axis])), 1, 'm');
  const sight = isInSight(link) ? 'in sight' : 'out of sight';
  return (
    <div className={styles.block}>
      <p className={styles.line}>
        <span className={styles.name}>{site.name}</span>
        <span className={styles.value}>
          {away} away, {sight}, SNR {snrText(link)}
        </span>
      </p>
      {link.reason && !said.includes(link.reason) && <p className={styles.reason}>{link.reason}</p>}
      {link.warning && <p className={styles.reason}>{link.warning}</p>}
      {links.length > 1 && (
        <>
          <ul className={styles.list} aria-label="Sites and their SNR, decibels">
            {links.map((one, index) => (
              <li key={sites[index].name}>
                <button
                  type="button"
                  className={styles.site}
                  aria-pressed={index === user.site}
                  title={isHeard(one) ? `Show the link to ${sites[index].name}` : one.reason}
                  onClick={() => lab.showSite(index === chosen ? null : index)}
                >
                  {sites[index].name}
                  <span className={styles.snr}>{isHeard(one) ? fixed(one.snrDb, 1) : 'silent'}</span>
                  {index === best && <span className={styles.best}>best</span>}
                </button>
              </li>
            ))}
          </ul>
          <p className={styles.note}>
            heard by {links.filter(isHeard).length} of {links.length}, {links.filter(isInSight).length} in sight; SNR in
            dB
          </p>
        </>
      )}
    </div>
  );
}
