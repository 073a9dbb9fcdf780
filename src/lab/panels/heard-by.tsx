/** The sites before a user: how far, how well each hears it or why it does not, and which one's link is shown. */
import type { ReactElement } from 'react';
import type { LinkView, LocatedUser } from '../../engine/frontend.ts';
import { fixed, withUnit } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { kindOfPath } from '../map/path-lines.ts';
import { bestSite, isHeard } from '../state/shown-link.ts';
import type { Site } from '../state/site-edits.ts';
import styles from './heard-by.module.css';

function isInSight({ paths }: LinkView): boolean {
  return Array.from({ length: paths.count }, (_, path) => kindOfPath(paths, path)).includes('line of sight');
}

/** A list of all sites; a press shows that site's link on the map, on the rail and in the inspector. */
export function HeardBy({
  user: { links, position, site: shown },
  sites,
}: {
  readonly user: LocatedUser;
  readonly sites: readonly Site[];
}): ReactElement {
  const lab = useLab();
  const chosen = useLabState((state) => state.shownSite);
  const best = bestSite(links);
  const heard = links.filter(isHeard).length;
  const inSight = links.filter(isInSight).length;
  return (
    <div className={styles.block}>
      <p className={styles.head}>
        <span>sites</span>
        <span>
          {links.length === 1 ? '' : `heard by ${heard} of ${links.length}, `}
          {links.length === 1 ? (inSight ? 'in sight' : 'out of sight') : `${inSight} in sight`}
        </span>
      </p>
      <ul className={styles.list}>
        {links.map((link, index) => {
          const site = sites.at(index);
          if (!site) return null;
          const away = Math.hypot(...site.position.map((value, axis) => value - position[axis]));
          return (
            <li key={site.name}>
              <button
                type="button"
                className={styles.site}
                aria-pressed={index === shown}
                title={isHeard(link) ? `Show the link to ${site.name}` : link.reason}
                onClick={() => lab.showSite(index === chosen ? null : index)}
              >
                <span className={styles.name}>{site.name}</span>
                {index === best && links.length > 1 && <span className={styles.best}>best</span>}
                <span className={styles.away}>{withUnit(away, 1, 'm')}</span>
                <span className={styles.snr}>{isHeard(link) ? `${fixed(link.snrDb, 1)} dB` : 'silent'}</span>
              </button>
              {!isHeard(link) && (links.length === 1 || index === shown) && (
                <p className={styles.reason}>{link.reason}</p>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
