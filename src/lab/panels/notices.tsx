/** What must be said: an error with what to do about it, or a note. The page stays usable behind it. */
import { Info, TriangleAlert, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { useLab, useLabState } from '../lab-context.ts';
import { dismiss } from '../state/store.ts';
import styles from './notices.module.css';

/** All open notices, newest last. */
export function Notices(): ReactElement {
  const { store } = useLab();
  const notices = useLabState((state) => state.notices);
  return (
    <div className={styles.stack} aria-live="polite">
      {notices.map(({ key, kind, message, hint, details }) => (
        <div key={key} className={styles.notice} data-kind={kind} role={kind === 'error' ? 'alert' : 'status'}>
          {kind === 'error' ? <TriangleAlert size={17} aria-hidden /> : <Info size={17} aria-hidden />}
          <div className={styles.text}>
            <p>
              {message} {hint && <span className={styles.hint}>{hint}</span>}
            </p>
            {details.length > 0 && (
              <ul className={styles.details}>
                {details.map((detail) => (
                  <li key={detail}>{detail}</li>
                ))}
              </ul>
            )}
          </div>
          <button
            type="button"
            className={styles.close}
            aria-label="Close this message"
            onClick={() => dismiss(store, key)}
          >
            <X size={15} aria-hidden />
          </button>
        </div>
      ))}
    </div>
  );
}
