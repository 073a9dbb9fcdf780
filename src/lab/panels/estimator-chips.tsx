/** The estimators that are compared, each with its median, and the menu that adds and removes them. */
import { Menu } from '@base-ui/react/menu';
import { Check, Plus, X } from 'lucide-react';
import type { CSSProperties, ReactElement } from 'react';
import { toLabError } from '../../errors/lab-error.ts';
import { useErrorLines } from '../charts/use-error-lines.ts';
import { metres } from '../format.ts';
import { useLab, useLabState } from '../lab-context.ts';
import { notifyError } from '../state/store.ts';
import { MAXIMUM_ESTIMATORS } from '../state/url-codec.ts';
import { css, estimatorStyle } from '../styles/palette.ts';
import styles from './estimator-chips.module.css';
import { EstimatorMark } from './marker.tsx';
import popup from './popup.module.css';

/** Chips and menu. */
export function EstimatorChips(): ReactElement {
  const lab = useLab();
  const session = useLabState((state) => state.session);
  const chosen = useLabState((state) => state.estimators);
  const lines = useErrorLines();

  const compare = (ids: readonly string[]): void => {
    lab.setEstimators(ids).catch((cause: unknown) => notifyError(lab.store, toLabError(cause)));
  };
  const toggle = (id: string): void => {
    compare(chosen.some((one) => one === id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  };

  return (
    <div className={styles.chips}>
      {/* It may have to be scrolled, also by keys. */}
      <ul className={styles.list} aria-label="Estimators compared" data-count={lines.length} tabIndex={0}>
        {lines.map(({ estimator, errors, metrics }) => (
          <li
            key={estimator.id}
            className={styles.chip}
            style={{ '--chip': css(estimatorStyle(estimator.id).colour) } as CSSProperties}
            title={`${estimator.summary}\n${estimator.fed}`}
          >
            <EstimatorMark id={estimator.id} size={12} />
            <span className={styles.title}>{estimator.title}</span>
            <span className={styles.median}>{errors.length > 0 ? metres(metrics.median_m ?? Infinity) : '…'}</span>
            {lines.length > 1 && (
              <button
                type="button"
                className={styles.remove}
                aria-label={`Remove ${estimator.title}`}
                onClick={() => toggle(estimator.id)}
              >
                <X size={12} aria-hidden />
              </button>
            )}
          </li>
        ))}
      </ul>
      {session && (
        <Menu.Root>
          <Menu.Trigger className={styles.add} aria-label="Choose estimators" title="Choose estimators">
            <Plus size={15} aria-hidden />
          </Menu.Trigger>
          <Menu.Portal>
            <Menu.Positioner className={popup.positioner} sideOffset={6} align="start">
              <Menu.Popup className={popup.popup}>
                {session.estimators.map((estimator) => {
                  const inUse = chosen.includes(estimator.id);
                  const full = !inUse && chosen.length >= MAXIMUM_ESTIMATORS;
                  const last = inUse && chosen.length === 1;
                  const reason =
                    estimator.unavailable ||
                    (full
                      ? `At most ${MAXIMUM_ESTIMATORS} are compared at once.`
                      : last
                        ? 'One estimator always stays.'
                        : '');
                  return (
                    <Menu.CheckboxItem
                      key={estimator.id}
                      className={popup.item}
                      checked={inUse}
                      disabled={reason !== ''}
                      closeOnClick={false}
                      onCheckedChange={() => toggle(estimator.id)}
                    >
                      <span className={popup.tick}>
                        <Menu.CheckboxItemIndicator>
                          <Check size={14} aria-hidden />
                        </Menu.CheckboxItemIndicator>
                      </span>
                      <span className={popup.text}>
                        <span className={popup.line}>
                          <EstimatorMark id={estimator.id} />
                          {estimator.title}
                        </span>
                        <span className={popup.detail}>{estimator.summary}</span>
                        <span className={popup.detail}>{estimator.fed}</span>
                        {reason && <span className={popup.detail}>{reason}</span>}
                      </span>
                    </Menu.CheckboxItem>
                  );
                })}
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      )}
    </div>
  );
}
