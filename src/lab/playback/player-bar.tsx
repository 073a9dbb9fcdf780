/** Moves users along their routes: play and pause, who moves, how fast, over and over, and where on the route. */
import { Pause, Play, Repeat } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { fixed } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import iconButton from '../panels/icon-button.module.css';
import { Segments } from '../panels/segments.tsx';
import { Slider } from '../panels/slider.tsx';
import { Hint } from '../panels/tooltip.tsx';
import { isPlayKey } from './play-key.ts';
import styles from './player-bar.module.css';
import { SPEEDS, type Player, type PlayerState } from './player.ts';

/** Steps of the slider, seconds. */
const STEP = 0.1;

/** The time as the bar shows it, which is drawn anew ten times a second at any speed. */
function shownSeconds({ seconds, isPlaying, speed }: PlayerState): number {
  const step = isPlaying ? STEP * speed : STEP;
  return step * Math.round(seconds / step);
}

function toggle(player: Player): void {
  if (player.store.getState().isPlaying) player.pause();
  else player.play();
}

/** The bar, where the selected user has a route. */
export function PlayerBar(): ReactElement | null {
  const { player } = useLab();
  const isShown = useStore(player.store, ({ user }) => user !== null);

  useEffect(() => {
    const keydown = (event: KeyboardEvent): void => {
      const focused = event.target instanceof Element ? event.target : null;
      if (!isPlayKey(event, focused) || player.store.getState().user === null) return;
      event.preventDefault();
      toggle(player);
    };
    document.addEventListener('keydown', keydown);
    return () => document.removeEventListener('keydown', keydown);
  }, [player]);

  return isShown ? <Bar player={player} /> : null;
}

function Bar({ player }: { readonly player: Player }): ReactElement {
  const user = useStore(player.store, (state) => state.user);
  const duration = useStore(player.store, (state) => state.duration);
  const isPlaying = useStore(player.store, (state) => state.isPlaying);
  const isLooping = useStore(player.store, (state) => state.isLooping);
  const speed = useStore(player.store, (state) => state.speed);
  const seconds = useStore(player.store, shownSeconds);
  const movers = useStore(player.store, (state) => state.movers);
  const session = useLabState((state) => state.session);
  const others = (session?.routes?.routeOfUser.filter((route) => route >= 0).length ?? 0) - 1;
  const action = isPlaying ? 'Pause' : 'Play';
  return (
    <div className={styles.bar} role="group" aria-label={`Route of user ${user}`}>
      <div className={styles.way}>
        <Hint text={`${action} (Space)`}>
          <button
            type="button"
            className={styles.play}
            aria-label={`${action} the route`}
            onClick={() => toggle(player)}
          >
            {isPlaying ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
          </button>
        </Hint>
        <Slider
          className={styles.slider}
          label="Time on the route in seconds"
          sentence={(value) => `${fixed(value, 1)} of ${fixed(duration, 1)} seconds`}
          value={Math.min(duration, seconds)}
          minimum={0}
          maximum={duration}
          step={STEP}
          onChange={(next) => {
            player.pause();
            player.seek(next);
          }}
        />
        <span className={styles.time}>
          {fixed(seconds, 1)} / {fixed(duration, Number.isInteger(duration) ? 0 : 1)} s
        </span>
      </div>
      <div className={styles.manner}>
        {others > 0 && (
          <Hint
            text={
              movers === 'everybody'
                ? `All ${others + 1} users walk or drive on. User ${user} is found anew at every step, the others in turn, as fast as the worker manages: their fixes follow them.`
                : `User ${user} alone walks or drives on; all others stand.`
            }
          >
            <div>
              <Segments
                label="Who moves"
                segments={[
                  { id: 'everybody', title: 'Everybody' },
                  { id: 'selected', title: `User ${user}` },
                ]}
                value={movers}
                onChange={(next) => player.setMovers(next)}
              />
            </div>
          </Hint>
        )}
        <Segments
          label="Speed"
          segments={SPEEDS.map((one) => ({ id: String(one), title: `${one}×` }))}
          value={String(speed)}
          onChange={(id) => player.setSpeed(SPEEDS.find((one) => String(one) === id) ?? speed)}
        />
        <Hint text="Over and over">
          <button
            type="button"
            className={`${iconButton.button} ${styles.loop}`}
            aria-label="Play over and over"
            aria-pressed={isLooping}
            onClick={() => player.setLooping(!isLooping)}
          >
            <Repeat size={15} aria-hidden />
          </button>
        </Hint>
      </div>
    </div>
  );
}
