/** The limit of the selected user in its card. */
import type { ReactElement } from 'react';
import { GAIN_KNOWLEDGE, NO_BOUND_SENTENCE } from '../../engine/frontend.ts';
import { fineMetres } from '../format.ts';
import { useLabState } from '../lab-context.ts';
import styles from '../panels/user-card.module.css';
import { LimitMark } from './limit-legend.tsx';

/** One row: what all sites together allow, and the shown site alone where there are several. */
export function BoundRow(): ReactElement | null {
  const limit = useLabState((state) => state.userLimit);
  const user = useLabState((state) => state.selectedUser);
  const gains = useLabState((state) => state.gains);
  const site = useLabState((state) => state.located?.site);
  const name = useLabState((state) => state.session?.scene.sites.at(state.located?.site ?? 0)?.name);
  const known = limit && limit.user === user ? limit : null;
  const knowledge = GAIN_KNOWLEDGE.find(({ id }) => id === gains);
  const alone = site === undefined ? undefined : known?.alone.at(site);
  return (
    <div className={styles.row} title={`Position error bound. ${knowledge?.sentence ?? ''}`}>
      <dt className={styles.term}>
        <LimitMark size={11} />
        bound
      </dt>
      <dd className={styles.value}>
        {!known ? (
          '…'
        ) : known.together.kind === 'no-bound' ? (
          <span title={NO_BOUND_SENTENCE[known.together.reason]}>none</span>
        ) : (
          <>
            {alone && (
              <span className={styles.name}>
                {name ?? 'site'} alone {alone.kind === 'bound' ? fineMetres(alone.positionError) : 'none'}
              </span>
            )}
            <strong className={styles.error}>{fineMetres(known.together.positionError)}</strong>
          </>
        )}
      </dd>
    </div>
  );
}
