/** The last metre: the fix of all sites moved until the ray-traced channel there is the one that was received. */
import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import type { TwinFix } from '../../engine/frontend.ts';
import { fineMetres, percent, significant } from '../format.ts';
import { useLab } from '../lab-context.ts';
import { EstimatorMark } from '../panels/marker.tsx';
import { Hint } from '../panels/tooltip.tsx';
import styles from './denoising-panel.module.css';
import type { DenoisingStatus } from './denoising-state.ts';

/** What each stage of a refinement took from the ray-traced channel. */
function stageWords(stage: TwinFix['stage']): string {
  switch (stage) {
    case 'start':
      return 'no rays around there tell a better place: it stays where it was';
    case 'per-path':
      return 'powers of single paths fit';
    case 'per-site':
      return 'the paths of each site fit together, phases included';
    case 'coherent':
      return 'every path fits down to the phase of the carrier';
    default:
      return stage satisfies never;
  }
}

/** How far the stage is while there is a fix and nobody is at work on another. */
const IDLE: readonly DenoisingStatus['kind'][] = ['ready', 'stopped', 'failed'];

/** The button, and what came of it. */
export function RefinedFix({ icon }: { readonly icon: ReactElement }): ReactElement {
  const { denoising } = useLab();
  const refined = useStore(denoising.store, (state) => state.refined);
  const refining = useStore(denoising.store, (state) => state.refining);
  const truth = useStore(denoising.store, (state) => state.truth);
  const canRefine = useStore(denoising.store, ({ status }) => IDLE.includes(status.kind));
  if (refining !== null) {
    return (
      <div className={styles.line}>
        <span role="status">Refining: {percent(refining)}</span>
        <span
          className={styles.gauge}
          role="progressbar"
          aria-label="Refining"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(100 * refining)}
        >
          <span className={styles.done} style={{ transform: `scaleX(${refining})` }} />
        </span>
        <button type="button" className={styles.button} onClick={() => denoising.stopRefining()}>
          Stop
        </button>
      </div>
    );
  }
  if (!refined) {
    return (
      <div className={styles.line}>
        <Hint text="Traces rays around the fix and moves it until they explain what the sites received. It takes a second or two.">
          <button type="button" className={styles.button} disabled={!canRefine} onClick={() => void denoising.refine()}>
            {icon} Refine against the ray-traced channel
          </button>
        </Hint>
      </div>
    );
  }
  const away = Math.hypot(refined.x - truth[0], refined.y - truth[1]);
  return (
    <p className={styles.refined}>
      <EstimatorMark id="twin" />
      <span>
        Refined: <strong>{fineMetres(away)}</strong> from the user
        {Number.isFinite(refined.bound) && `, ± ${fineMetres(refined.bound)} at best`}; {stageWords(refined.stage)}
        {Number.isFinite(refined.residual) && `, residual ${significant(refined.residual, 2)} × noise`}
        {refined.believed ? '.' : ', which it does not believe itself.'}
        {refined.stage === 'per-site' && (
          <>
            {' '}
            <Hint text="Takes the phase of the user’s transmitter for known too, as no receiver knows it: how exact rays alone could make a fix.">
              <button
                type="button"
                className={styles.button}
                disabled={!canRefine}
                onClick={() => void denoising.refine('coherent')}
              >
                Down to the carrier’s phase
              </button>
            </Hint>
          </>
        )}
      </span>
    </p>
  );
}
