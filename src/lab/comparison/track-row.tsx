/** The track of the selected user in its card: the switch that asks for it, and how far off its end is. */
import type { ReactElement } from 'react';
import { TRACKER } from '../../engine/frontend.ts';
import { metres } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { EstimatorMark } from '../panels/marker.tsx';
import card from '../panels/user-card.module.css';
import styles from './track-row.module.css';

/** One row for a user who is on its way; nothing for one who stands. */
export function TrackRow(): ReactElement | null {
  const { store } = useLab();
  const session = useLabState((state) => state.session);
  const user = useLabState((state) => state.selectedUser);
  const isTracking = useLabState((state) => state.isTracking);
  const track = useLabState((state) => state.track);
  if (!session?.routes || user === null || !(session.routes.routeOfUser[user] >= 0)) return null;
  const known = track?.user === user ? track : null;
  const estimator = session.estimators.find(({ id }) => id === TRACKER);
  return (
    <div className={card.row} title={estimator?.summary}>
      <dt className={card.term}>
        <EstimatorMark id={TRACKER} />
        <span className={card.name}>{estimator?.title}</span>
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
          <>
            over {known.times.length} moments
            <strong className={card.error}>{Number.isNaN(known.error) ? 'lost' : metres(known.error)}</strong>
          </>
        )}
      </dd>
    </div>
  );
}
