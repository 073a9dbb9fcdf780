/** The track of the selected user in its card: the switch that asks for it, and how far off it and the fixes beside it are. */
import type { ReactElement } from 'react';
import { TRACKER } from '../../engine/frontend.ts';
import { metres } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { EstimatorMark } from '../panels/marker.tsx';
import card from '../panels/user-card.module.css';
import styles from './track-row.module.css';
import { summariseTrack } from './track-summary.ts';

/** One row for a user who is on its way, and one for everybody who is compared along it; nothing for one who stands. */
export function TrackRow(): ReactElement | null {
  const { store } = useLab();
  const session = useLabState((state) => state.session);
  const user = useLabState((state) => state.selectedUser);
  const isTracking = useLabState((state) => state.isTracking);
  const track = useLabState((state) => state.track);
  if (!session?.routes || user === null || !(session.routes.routeOfUser[user] >= 0)) return null;
  const known = track?.user === user ? track : null;
  const titleOf = (id: string): string => session.estimators.find((one) => one.id === id)?.title ?? id;
  return (
    <>
      <div className={card.row} title={session.estimators.find(({ id }) => id === TRACKER)?.summary}>
        <dt className={card.term}>
          <EstimatorMark id={TRACKER} />
          <span className={card.name}>Track</span>
          <button
            type="button"
            className={styles.switch}
            aria-pressed={isTracking}
            onClick={() => store.setState({ isTracking: !isTracking })}
          >
            follow
          </button>
        </dt>
        <dd className={card.value}>
          {!isTracking ? null : !known ? (
            '…'
          ) : known.kind === 'no-track' ? (
            <span title={known.reason}>no track</span>
          ) : (
            `RMSE over ${known.times.length} moments`
          )}
        </dd>
      </div>
      {known?.kind === 'track' &&
        summariseTrack(known).map(({ estimator, found, rmse }) => (
          <div key={estimator} className={card.row}>
            <dt className={styles.beside}>
              <EstimatorMark id={estimator} size={10} />
              <span className={card.name}>{titleOf(estimator)} along the way</span>
            </dt>
            <dd className={card.value}>
              {found < known.times.length && found > 0 ? `${found} of them` : null}
              <strong className={card.error}>{found > 0 ? metres(rmse) : 'lost'}</strong>
            </dd>
          </div>
        ))}
    </>
  );
}
