/** The world by hand: its sites, and the interactions that are traced in it. */
import { Tabs } from '@base-ui/react/tabs';
import { X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useLab, useLabState } from '../lab-context.ts';
import iconButton from './icon-button.module.css';
import { InteractionsPanel } from './interactions-panel.tsx';
import { SitesPanel } from './sites-panel.tsx';
import styles from './world-panel.module.css';

/** The panel; nothing while it is closed. */
export function WorldPanel(): ReactElement | null {
  const { store } = useLab();
  const part = useLabState((state) => state.worldPanel);
  const close = (): void => store.setState({ worldPanel: null, selectedSite: null, isPlacingSite: false });
  if (part === null) return null;
  return (
    <section
      className={styles.panel}
      aria-label="Sites and interactions"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <Tabs.Root
        className={styles.tabs}
        value={part}
        onValueChange={(next: unknown) => {
          if (next === 'sites' || next === 'interactions') store.setState({ worldPanel: next });
        }}
      >
        <div className={styles.header}>
          <Tabs.List className={styles.tabList}>
            <Tabs.Tab value="sites" className={styles.tab}>
              Sites
            </Tabs.Tab>
            <Tabs.Tab value="interactions" className={styles.tab}>
              Interactions
            </Tabs.Tab>
          </Tabs.List>
          <button type="button" className={iconButton.button} aria-label="Close" onClick={close}>
            <X size={17} aria-hidden />
          </button>
        </div>
        <Tabs.Panel value="sites" className={styles.body}>
          <SitesPanel />
        </Tabs.Panel>
        <Tabs.Panel value="interactions" className={styles.body}>
          <InteractionsPanel />
        </Tabs.Panel>
      </Tabs.Root>
    </section>
  );
}
