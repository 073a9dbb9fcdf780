/** How far loading or a run has come: what, how much of how much, and a bar. */
import { X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Progress } from '../../engine/frontend.ts';
import { bytes, count, percent } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import styles from './progress-pill.module.css';

function amount({ done, total, unit }: Progress): string {
  if (unit === 'bytes') return total > 0 ? `${bytes(done)} of ${bytes(total)}` : bytes(done);
  // A step without parts is under way or done; one that tells of its parts does so as a share.
  if (unit === 'steps' && total === 1) return done > 0 ? percent(done) : '';
  return `${count(done)} of ${count(total)} ${unit}`;
}

/** Shown while something is under way. */
export function ProgressPill(): ReactElement | null {
  const lab = useLab();
  const phase = useLabState((state) => state.phase);
  const progress = useLabState((state) => state.progress);
  const isOpen = useLabState((state) => state.session !== null);
  const isArranging = useLabState(
    ({ session, sites, tracing }) => !!session && (sites !== session.scene.sites || tracing !== session.tracing),
  );
  if (phase !== 'opening' && phase !== 'running') return null;
  const share = progress && progress.total > 0 ? Math.min(1, progress.done / progress.total) : 0;
  const stage =
    progress?.stage === 'fixes' ? 'Finding users' : progress ? capitalised(progress.stage) : 'Starting the engine';
  const cancel = (): void => {
    if (phase === 'opening') lab.cancelOpening();
    else if (isArranging) lab.world.cancel();
    else lab.stopFinding();
  };
  return (
    <div className={styles.pill} role="status">
      <span className={styles.stage}>{stage}</span>
      <span className={styles.amount}>{progress ? amount(progress) : ''}</span>
      <span
        className={styles.gauge}
        role="progressbar"
        aria-label={stage}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * share)}
      >
        <span className={styles.done} style={{ transform: `scaleX(${share})` }} />
      </span>
      {/* There is nothing to go back to before the first scene is open. */}
      {isOpen && (
        <button type="button" className={styles.cancel} onClick={cancel}>
          <X size={14} aria-hidden />
          {progress?.stage === 'fixes' && !isArranging ? 'Stop' : 'Cancel'}
        </button>
      )}
    </div>
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
