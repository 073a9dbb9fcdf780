/** The selected user: truth, every estimate with its error, and the keyboard's way to choose one. */
import { ChevronLeft, ChevronRight, LocateFixed } from 'lucide-react';
import type { ReactElement } from 'react';
import { BoundRow } from '../comparison/bound-row.tsx';
import { refusalLines } from '../comparison/refusal-lines.ts';
import { TrackRow } from '../comparison/track-row.tsx';
import { metres, position } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { clampToBounds } from '../map/ray-plane.ts';
import { Card } from './card.tsx';
import { HeardBy } from './heard-by.tsx';
import { EstimatorMark, TruthMark } from './marker.tsx';
import { NumberField } from './number-field.tsx';
import styles from './user-card.module.css';

/** The card of the selected user. */
export function UserCard(): ReactElement {
  const lab = useLab();
  const session = useLabState((state) => state.session);
  const user = useLabState((state) => state.selectedUser);
  const truth = useLabState((state) => state.truth);
  const truthVersion = useLabState((state) => state.truthVersion);
  const fixes = useLabState((state) => state.fixes);
  const fixesVersion = useLabState((state) => state.fixesVersion);
  const ids = useLabState((state) => state.estimators);
  const located = useLabState((state) => state.located);
  void truthVersion;
  void fixesVersion;

  const users = truth.length / 3;
  const at = user === null ? null : [truth[3 * user], truth[3 * user + 1], truth[3 * user + 2]];
  const known = located && located.user === user ? located : null;

  const chooser = (
    <span className={styles.chooser}>
      <button
        type="button"
        className={styles.step}
        aria-label="Previous user"
        disabled={users === 0}
        onClick={() => lab.selectUser(user === null ? users - 1 : (user - 1 + users) % users)}
      >
        <ChevronLeft size={15} aria-hidden />
      </button>
      <NumberField
        label="User number"
        value={user}
        decimals={0}
        minimum={0}
        maximum={Math.max(0, users - 1)}
        step={1}
        onCommit={(value) => lab.selectUser(Math.round(value))}
      />
      <button
        type="button"
        className={styles.step}
        aria-label="Next user"
        disabled={users === 0}
        onClick={() => lab.selectUser(user === null ? 0 : (user + 1) % users)}
      >
        <ChevronRight size={15} aria-hidden />
      </button>
    </span>
  );

  if (!at || user === null || !session) {
    return (
      <Card title="User" note={chooser}>
        <p className={styles.empty}>
          <LocateFixed size={15} aria-hidden />
          Click a user on the map, or choose a number.
        </p>
      </Card>
    );
  }

  const { minimum, maximum } = session.scene.bounds;
  const isFound = (id: string): boolean => !Number.isNaN(fixes.estimates.get(id)?.[3 * user] ?? Number.NaN);
  const inUse = session.estimators.filter(({ id }) => ids.includes(id));
  const reasons = known ? refusalLines(known, inUse) : [];
  const setCoordinate = (axis: 0 | 1 | 2, value: number): void => {
    const next: [number, number, number] = [at[0], at[1], at[2]];
    next[axis] = value;
    lab.dragUser(user, clampToBounds(next, session.scene.bounds));
  };
  return (
    <Card title="User" note={chooser}>
      <dl className={styles.list}>
        <div className={styles.row}>
          <dt className={styles.term}>
            <TruthMark />
            truth
          </dt>
          <dd className={styles.coordinates}>
            {(['x east', 'y north', 'z up'] as const).map((name, axis) => (
              <NumberField
                key={name}
                label={`${name}, metres`}
                value={at[axis]}
                decimals={2}
                minimum={minimum[axis]}
                maximum={maximum[axis]}
                step={0.25}
                onCommit={(value) => setCoordinate(axis as 0 | 1 | 2, value)}
              />
            ))}
            <span className={styles.unit}>m</span>
          </dd>
        </div>
        {ids.map((id) => {
          const estimator = session.estimators.find((one) => one.id === id);
          const estimates = fixes.estimates.get(id);
          const error = fixes.errors.get(id)?.[user] ?? Number.NaN;
          return (
            <div key={id} className={styles.row}>
              <dt className={styles.term}>
                <EstimatorMark id={id} />
                <span className={styles.name}>{estimator?.title}</span>
              </dt>
              <dd className={styles.value}>
                {estimates && isFound(id) ? (
                  <>
                    {position(estimates.subarray(3 * user, 3 * user + 3))}
                    <strong className={styles.error}>{metres(error)}</strong>
                  </>
                ) : known ? (
                  'no fix'
                ) : (
                  '…'
                )}
              </dd>
            </div>
          );
        })}
        <TrackRow />
        <BoundRow />
      </dl>
      {reasons.map((reason) => (
        <p key={reason} className={styles.reason}>
          {reason}
        </p>
      ))}
      {known && <HeardBy user={known} sites={session.scene.sites} said={reasons} />}
    </Card>
  );
}
