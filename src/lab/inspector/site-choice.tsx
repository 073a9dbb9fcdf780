/** Which site's link the inspector shows, where there are several. */
import type { ReactElement } from 'react';
import type { Inspection } from '../../engine/frontend.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { bestSite } from '../state/shown-link.ts';
import styles from './inspector.module.css';

/** The site that hears best, until another one is chosen. */
const BEST = 'best';

/** A select; nothing where one site hears everything. */
export function SiteChoice({ inspection }: { readonly inspection: Inspection }): ReactElement | null {
  const lab = useLab();
  const chosen = useLabState((state) => state.shownSite);
  const sites = useLabState((state) => state.session?.scene.sites);
  const { links } = inspection;
  if (!sites || links.length < 2 || links.length !== sites.length) return null;
  const best = bestSite(links);
  return (
    <select
      className={styles.site}
      aria-label="Site whose link is shown"
      value={chosen ?? BEST}
      onChange={({ currentTarget: { value } }) => lab.showSite(value === BEST ? null : Number(value))}
    >
      <option value={BEST}>{best === null ? 'Site that hears best' : `${sites[best].name} · best`}</option>
      {sites.map(({ name }, site) => (
        <option key={name} value={site}>
          {name}
        </option>
      ))}
    </select>
  );
}
