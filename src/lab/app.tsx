/** The page: the map is the room, and the panels stand in it. */
import { Tooltip } from '@base-ui/react/tooltip';
import { lazy, Suspense, useMemo, type ReactElement } from 'react';
import styles from './app.module.css';
import { CdfCard } from './charts/cdf-card.tsx';
import { Rail } from './inspector/rail.tsx';
import { LabContext, useLabState } from './lab-context.ts';
import { Legend } from './map/legend.tsx';
import { Attribution } from './panels/attribution.tsx';
import { DropVeil } from './panels/drop-veil.tsx';
import { ErrorsCard } from './panels/errors-card.tsx';
import { Notices } from './panels/notices.tsx';
import { ProgressPill } from './panels/progress-pill.tsx';
import { TopBar } from './panels/top-bar.tsx';
import { UserCard } from './panels/user-card.tsx';
import { WorldPanel } from './panels/world-panel.tsx';
import { DenoisingBar } from './denoising/denoising-bar.tsx';
import { PlayerBar } from './playback/player-bar.tsx';
import { createCalmView } from './state/calm-view.ts';
import type { Lab } from './state/lab.ts';

// The drawing library is the largest part of the first load: the page paints before it is there.
const mapModule = import('./map/map-panel.tsx');
const MapPanel = lazy(() => mapModule);
const Inspector = lazy(() => import('./inspector/inspector.tsx'));
const PaperPanel = lazy(() => import('./paper/paper-panel.tsx'));
const DenoisingPanel = lazy(() => import('./denoising/denoising-panel.tsx'));
const TrainingPanel = lazy(() => import('./trainer/training-panel.tsx'));
const ComparisonPanel = lazy(() => import('./comparison/comparison-panel.tsx'));

function Panels(): ReactElement {
  const explore = useLabState((state) => state.mode === 'explore');
  const inspecting = useLabState((state) => state.openStage !== null);
  // A stage in large lies over the comparison, which is there again when the stage is closed.
  const comparing = useLabState((state) => state.isComparing && state.openStage === null);
  const room = useLabState((state) => (state.isComparing || state.openStage !== null ? null : state.room));
  const denoising = room === 'denoising';
  // What is looked into in large goes on step by step.
  const stepping = useLabState((state) => state.room === 'denoising' && !state.isComparing);
  const arranging = useLabState((state) => state.worldPanel !== null);
  const many = useLabState((state) => (state.session?.scene.sites.length ?? 0) > 1);
  return (
    <div
      className={styles.page}
      data-explore={explore || undefined}
      data-inspecting={inspecting || undefined}
      data-comparing={comparing || (room !== null && room !== 'denoising') || undefined}
      data-denoising={denoising || undefined}
      data-arranging={arranging || undefined}
      data-many-sites={many || undefined}
    >
      <main className={styles.map} aria-label="Map">
        <Suspense fallback={<div className={styles.calm} />}>
          <MapPanel />
        </Suspense>
        <div className={styles.legend} data-lab-panel="legend">
          <Legend />
        </div>
        <div className={styles.attribution}>
          <Attribution />
        </div>
      </main>
      <div className={styles.moment}>
        <div className={styles.progress}>
          <ProgressPill />
        </div>
        {stepping ? <DenoisingBar /> : <PlayerBar />}
      </div>
      <div className={styles.bar}>
        <TopBar />
      </div>
      {arranging && (
        <div className={styles.world} data-lab-panel="world">
          <WorldPanel />
          <div className={styles.arranged}>
            <ProgressPill />
          </div>
        </div>
      )}
      <aside className={styles.column} data-lab-panel="column" aria-label="How good the fixes are">
        <CdfCard />
        <ErrorsCard />
        <UserCard />
      </aside>
      {inspecting && (
        <div className={styles.inspector} data-lab-panel="inspector">
          <Suspense fallback={null}>
            <Inspector />
          </Suspense>
        </div>
      )}
      {comparing && (
        <div className={styles.comparison} data-lab-panel="comparison">
          <Suspense fallback={null}>
            <ComparisonPanel />
          </Suspense>
        </div>
      )}
      {room === 'paper' && (
        <div className={styles.comparison} data-lab-panel="comparison">
          <Suspense fallback={null}>
            <PaperPanel />
          </Suspense>
        </div>
      )}
      {denoising && (
        <div className={styles.denoising} data-lab-panel="denoising">
          <Suspense fallback={null}>
            <DenoisingPanel />
          </Suspense>
        </div>
      )}
      {room === 'training' && (
        <div className={styles.comparison} data-lab-panel="comparison">
          <Suspense fallback={null}>
            <TrainingPanel />
          </Suspense>
        </div>
      )}
      <div className={styles.rail}>
        <Rail />
      </div>
      <div className={styles.notices}>
        <Notices />
      </div>
      <DropVeil />
    </div>
  );
}

/** The whole page. */
export function App({ lab }: { readonly lab: Lab }): ReactElement {
  const page = useMemo(() => ({ lab, calm: createCalmView(lab.store) }), [lab]);
  return (
    <LabContext value={page}>
      <Tooltip.Provider delay={300}>
        <Panels />
      </Tooltip.Provider>
    </LabContext>
  );
}
