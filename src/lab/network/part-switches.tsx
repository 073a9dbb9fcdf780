/** Switches of the parts that PE-MSRN can do without: each loads the network that was trained without it. */
import type { ReactElement } from 'react';
import { toLabError } from '../../errors/lab-error.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { notifyError } from '../state/store.ts';
import styles from './network-view.module.css';
import { partSwitches, swapEstimator } from './parts.ts';

/** The row of switches; nothing for a network without such parts. */
export function PartSwitches({ estimator }: { readonly estimator: string }): ReactElement | null {
  const lab = useLab();
  const estimators = useLabState((state) => state.session?.estimators);
  const inUse = useLabState((state) => state.estimators);
  const switches = partSwitches(estimator, estimators ?? []);
  if (switches.length === 0) return null;
  return (
    <div className={styles.switches} role="group" aria-label="Parts of the network">
      {switches.map(({ id, title, explained, isOn, leadsTo, reason }) => (
        <label key={id} className={styles.switch} title={reason || `${explained}. Off: ${leadsTo}, trained that way.`}>
          <input
            type="checkbox"
            checked={isOn}
            disabled={reason !== ''}
            onChange={() => {
              lab
                .setEstimators(swapEstimator(inUse, estimator, leadsTo))
                .catch((cause: unknown) => notifyError(lab.store, toLabError(cause)));
            }}
          />
          {title}
        </label>
      ))}
      {switches.some(({ reason }) => reason !== '') && (
        <span className={styles.soft}>{switches.find(({ reason }) => reason !== '')?.reason}</span>
      )}
    </div>
  );
}
