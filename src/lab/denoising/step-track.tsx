/** The track of steps: pointing at it previews a step, pressing chooses one, and keys move by one or ten. */
import { useRef, type PointerEvent, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { fineMetres } from '../format.ts';
import { useLab } from '../lab-context.ts';
import styles from './denoising-bar.module.css';
import { shownStep } from './denoising-player.ts';

/** Steps that a page key moves by. */
const LEAP = 10;

/** The track. */
export function StepTrack({ sigma }: { readonly sigma: Float32Array }): ReactElement {
  const { denoising } = useLab();
  const { player } = denoising;
  const steps = useStore(player.store, (state) => state.steps);
  const step = useStore(player.store, (state) => state.step);
  const pointed = useStore(player.store, (state) => state.pointed);
  const shown = useStore(player.store, shownStep);
  const track = useRef<HTMLDivElement>(null);
  const isHeld = useRef(false);

  const stepAt = ({ clientX }: PointerEvent): number => {
    const box = track.current?.getBoundingClientRect();
    return box ? ((clientX - box.left) / box.width) * steps : 0;
  };
  const choose = (next: number): void => {
    denoising.stopShow();
    player.seek(next);
  };
  const share = (at: number): string => `${steps === 0 ? 0 : (100 * at) / steps}%`;
  return (
    <div
      ref={track}
      className={styles.track}
      role="slider"
      tabIndex={0}
      aria-label="Step of the denoising"
      aria-valuemin={0}
      aria-valuemax={steps}
      aria-valuenow={step}
      aria-valuetext={`Step ${step} of ${steps}, noise ${fineMetres(sigma[step] ?? 0)}`}
      onPointerDown={(event) => {
        isHeld.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        choose(stepAt(event));
      }}
      onPointerMove={(event) => (isHeld.current ? choose(stepAt(event)) : player.point(stepAt(event)))}
      onPointerUp={() => {
        isHeld.current = false;
      }}
      onPointerLeave={() => player.point(null)}
      onKeyDown={(event) => {
        const by: Readonly<Record<string, number>> = {
          ArrowLeft: -1,
          ArrowDown: -1,
          ArrowRight: 1,
          ArrowUp: 1,
          PageDown: -LEAP,
          PageUp: LEAP,
          Home: -steps,
          End: steps,
        };
        const move = by[event.key];
        if (move === undefined) return;
        event.preventDefault();
        // A key may repeat faster than this is drawn.
        choose(player.store.getState().step + move);
      }}
    >
      <span className={styles.line} />
      <span className={styles.done} style={{ width: share(shown) }} />
      {pointed !== null && <span className={styles.ghost} style={{ left: share(pointed) }} />}
      <span className={styles.thumb} style={{ left: share(step) }} />
    </div>
  );
}
