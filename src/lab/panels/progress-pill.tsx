/** How far loading or a run has come: what, how much of how much, and a bar. */
import type { ReactElement } from 'react';
import type { Progress } from '../../engine/frontend.ts';
import { bytes, count } from '../format.ts';
import { useLabState } from '../lab-context.ts';
import styles from './progress-pill.module.css';

function amount({ done, total, unit }: Progress): string {
  if (unit === 'bytes') return total > 0 ? `${bytes(done)} of ${bytes(total)}` : bytes(done);
  return `${count(done)} of ${count(total)} ${unit}`;
}

/** Shown while something is under way. */
export function ProgressPill(): ReactElement | null {
  const phase = useLabState((state) => state.phase);
  const progress = useLabState((state) => state.progress);
  if (phase !== 'opening' && phase !== 'running') return null;
  const share = progress && progress.total > 0 ? Math.min(1, progress.done / progress.total) : 0;
  const stage =
    progress?.stage === 'fixes' ? 'Finding users' : progress ? capitalised(progress.stage) : 'Starting the engine';
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
    </div>
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
