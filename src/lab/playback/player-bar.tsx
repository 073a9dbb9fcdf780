/** Moves users along their routes: play and pause, who moves, how fast, over and over, and where on the route. */
import { useCallback, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { fixed } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { Segments } from '../panels/segments.tsx';
import { Slider } from '../panels/slider.tsx';
import { Hint } from '../panels/tooltip.tsx';
import { LoopButton, PlayButton, PlayFrame, SpeedChoice, usePlayKey } from './play-controls.tsx';
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

  usePlayKey(
    useCallback(() => {
      if (player.store.getState().user === null) return false;
      toggle(player);
      return true;
    }, [player]),
  );

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
  return (
    <PlayFrame className={styles.bar} label={`Route of user ${user}`}>
      <div className={styles.way}>
        <PlayButton what="the route" isPlaying={isPlaying} onToggle={() => toggle(player)} />
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
        <SpeedChoice speeds={SPEEDS} speed={speed} onChange={(next) => player.setSpeed(next)} />
        <LoopButton label="Play over and over" isLooping={isLooping} onChange={(next) => player.setLooping(next)} />
      </div>
    </PlayFrame>
  );
}
